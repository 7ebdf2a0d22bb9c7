--TEST--
IO-1405: a child whose output pipe was closed before it writes ends with 255, and that is what proc_close() says (any order)
--FILE--
<?php
use function Async\{spawn, await};

echo await(spawn(function () {
    $child = proc_open([PHP_BINARY, '-n', '-r', 'fgets(STDIN); echo str_repeat("x", 10);'], [['pipe', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
    fclose($pipes[1]);
    fwrite($pipes[0], "now\n");
    return proc_close($child);
})), "\n";
?>
--EXPECT--
255
