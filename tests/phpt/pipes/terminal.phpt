--TEST--
IO-604, IO-605, IO-606: a terminal suspends and keeps its blocking mode (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php
if (!is_readable('/proc/self/fdinfo/0')) die('skip needs /proc/self/fdinfo');
if (!@proc_open([PHP_BINARY, '-n', '-r', ''], [['pty'], ['pty'], ['pty']], $pipes)) die('skip this PHP opens no pseudo terminals');
?>
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';

$code = <<<'PHP'
use function Async\{spawn, await};
var_dump(stream_isatty(STDIN));
$reader = spawn(function () { for ($i = 0; $i < 2; $i++) { $line = trim(fgets(STDIN)); echo "got $line\n"; } });
$beside = spawn(function () { fwrite(STDOUT, "beside\n"); });
await($reader);
if (function_exists('readline')) {
    spawn(function () { fwrite(STDOUT, "beside readline\n"); });
    $line = readline();
} else {
    echo "beside readline\n";
    $line = trim(fgets(STDIN));
}
echo "line $line\n";
$flags = octdec(trim(substr(strrchr(strstr(file_get_contents('/proc/self/fdinfo/0'), "\nmnt", true), ':'), 1)));
echo $flags & 04000 ? "non-blocking\n" : "blocking\n";
PHP;
$child = proc_open(php_child('-r', $code), [['pty'], ['pty'], ['pty']], $pipes);
$expect = function (string $what) use ($pipes) {
    do {
        $line = fgets($pipes[1]);
    } while ($line !== false && !str_contains($line, $what));
    echo $line === false ? "no $what" : $what, "\n";
};
$expect('beside');
fwrite($pipes[0], "one\n");
$expect('got one');
fwrite($pipes[0], "two\n");
$expect('got two');
$expect('beside readline');
fwrite($pipes[0], "three\n");
$expect('line three');
$expect('blocking');
?>
--EXPECT--
beside
got one
got two
beside readline
line three
blocking
