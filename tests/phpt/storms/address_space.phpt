--TEST--
C-236: where address space is rationed (ulimit -v) stacks come in smaller pieces (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php
if (PHP_OS_FAMILY === 'Windows') die('skip no ulimit');
if (getenv('USE_ZEND_ALLOC') === '0') die('skip the sanitizer needs address space itself');
if (ini_get('opcache.enable_cli') || extension_loaded('xdebug')) die('skip more than one gigabyte is mapped before the script');
?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';

$work = <<<'CODE'
use function Async\{await_all, spawn, suspend};
[$results, $errors] = await_all(array_map(fn ($i) => spawn(function () use ($i) { suspend(); return $i; }), range(1, COUNT)));
echo count($results), ' ended, ', count($errors), ' refused', $errors ? ': ' . get_class(reset($errors)) : '', "\n";
CODE;
foreach ([5, 40, 100] as $count) {
    [$text, $status] = limited_php('ulimit -v 700000;', "const COUNT = $count;\n$work");
    echo $text, ' ', $status, "\n";
}
?>
--EXPECT--
5 ended, 0 refused 0
40 ended, 0 refused 0
100 ended, 0 refused 0
