--TEST--
C-147 C-149: Valgrind sees no invalid access and no lost memory when an error is fatal beside 1,000 parked coroutines (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php
if (getenv('USE_ZEND_ALLOC') === '0') die('skip without the engine\'s memory manager there is no memory limit');
if (extension_loaded('xdebug')) die('skip not Xdebug\'s memory');
if (!trim((string) shell_exec('command -v valgrind'))) die('skip valgrind is not installed');
?>
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
$script = __DIR__ . '/fatal_valgrind_script.inc';
$prelude = file_get_contents(__DIR__ . '/../_inc/thousand_parked.inc');
$kinds = [
    'memory' => 'ini_set("memory_limit", "64M"); spawn(fn() => str_repeat("x", 200 << 20)); delay(1000000);',
    'an error of the compiler' => 'spawn(fn() => eval("function f() {} function f() {}")); delay(1000000);',
];
// The stacks are not told to Valgrind, which guesses switches from the distance; php is reached through a script.
$valgrind = ['valgrind', '-q', '--trace-children=yes', '--error-exitcode=99', '--leak-check=full', '--show-leak-kinds=definite',
    '--errors-for-leak-kinds=definite', '--max-stackframe=8388608', '--suppressions=' . __DIR__ . '/../../../tools/lib/valgrind.supp',
    '--log-file=/dev/stdout'];
foreach ($kinds as $kind => $code) {
    file_put_contents($script, "$prelude\n$code");
    $php = php_child('-d', 'display_errors=1', '-d', 'log_errors=0', '-d', 'opcache.enable_cli=0', $script);
    $child = proc_open([...$valgrind, ...$php], [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes, null,
        ['ZEND_DONT_UNLOAD_MODULES' => '1'] + getenv());
    $output = stream_get_contents($pipes[1]);
    $status = proc_close($child);
    $output = preg_replace(['/ in \S+?fatal_valgrind_script.inc.*/', '/\d+ bytes( at \S+)?/', '/^==\d+== Warning: .*\n(==\d+==  {9,}.*\n)?/m'],
        [' in script', 'N bytes', ''], $output);
    echo "-- $kind: status $status\n", trim($output), "\n";
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/fatal_valgrind_script.inc');
?>
--EXPECTF--
-- memory: status 255
Fatal error: Allowed memory size of N bytes exhausted%S (tried to allocate N bytes) in script
shutdown function
-- an error of the compiler: status 255
Fatal error: Cannot redeclare %Sf() (previously declared in script
shutdown function
