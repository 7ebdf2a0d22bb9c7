--TEST--
IO-811, IO-814: proc_close() in a coroutine gives a signal's number negative, pclose() and exec() keep the raw status (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

$run = fn() => [
    proc_close(proc_open('kill -9 $$', [], $pipes)),
    proc_close(proc_open('kill -10 $$', [2 => ['file', '/dev/null', 'w']], $pipes)) ,
    proc_close(proc_open('exit 200', [], $pipes)),
    pclose(popen('kill -9 $$', 'r')),
];
echo json_encode([$run()[0], $run()[2], $run()[3]]), "\n";  // stock
echo json_encode(await(spawn($run))), "\n";
?>
--EXPECT--
[9,200,9]
[-9,-10,200,9]
