--TEST--
IO-812: after proc_get_status() has collected the exit, proc_close() answers as stock does (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$run = function () {
    $process = proc_open('exit 4', [], $pipes);
    while (($status = proc_get_status($process))['running']) {
        usleep(1000);
    }
    return [$status['exitcode'], proc_close($process)];
};
$stock = $run();
$cooperative = await(spawn($run));
var_dump($stock === $cooperative, $cooperative[0], $cooperative[1] === (PHP_VERSION_ID >= 80300 ? 4 : -1));
?>
--EXPECT--
bool(true)
int(4)
bool(true)
