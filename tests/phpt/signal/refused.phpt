--TEST--
SI-4: what cannot be waited for fails the Future, with the loop's words or, where the platform knows no such signal, without (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (PHP_OS_FAMILY === 'Windows') die('skip signals of Unix'); ?>
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal};

foreach ([Signal::SIGKILL, Signal::SIGBREAK, Signal::SIGABRT2] as $signal) {
    $future = signal($signal);
    var_dump($future->isCompleted());
    try {
        await($future);
    } catch (Async\AsyncException $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
bool(true)
Failed to start signal handle: invalid argument
bool(true)
Failed to start signal event for signal 21
bool(true)
Failed to start signal event for signal 22
