<?php
// One request of a thread of tools/lib/thread_host.c (thread/two_runtimes.phpt). It meets the same request of the other thread, in
// coroutines on both sides, and ends in one of five ways.
use Async\Channel;
use function Async\{await, get_coroutines, graceful_shutdown, spawn};

ini_set('display_errors', '0');
ini_set('log_errors', '0');
['thread' => $thread, 'request' => $request] = $_GET;
$other = 1 - $thread;
$fifo = getenv('ASYNC_TEST_DIR') . "/$request";
echo "thread $thread, request $request: ", isset($left) ? 'something is left, ' : '', count(get_coroutines()), " before, ";
$left = true;

// Whoever opens a FIFO waits for its other end, which is the other thread's.
$say = spawn(fn() => file_put_contents("$fifo.$thread", "thread $thread"));
$hear = spawn(fn() => file_get_contents("$fifo.$other"));
$channel = new Channel();
$sum = spawn(function () use ($channel) {
    $sum = 0;
    foreach ($channel as $value) {
        $sum += $value;
    }
    return $sum;
});
spawn(function () use ($channel) {
    for ($i = 1; $i <= 100; ++$i) {
        $channel->send($i);
        $i % 10 || usleep(1);
    }
    $channel->close();
});
echo 'met ', await($hear), ', said ', await($say), ', sum ', await($sum), ', ';
usleep(1);
echo count(get_coroutines()), " at the end, ";
register_shutdown_function(function () { echo "shutdown\n"; });
set_exception_handler(function (Throwable $e) { echo 'uncaught: ', $e->getMessage(), ', '; });

// A coroutine that nobody waits for: the request ends with it.
spawn(function () {
    $object = new class {
        public function __destruct() { echo 'destructor, '; }
    };
    try {
        do {
            usleep(100);
        } while (empty($GLOBALS['over']));
        echo 'after the script, ';
    } finally {
        echo 'finally, ';
    }
});
spawn(function () use ($request) {
    switch ($request % 5) {
        case 1:
            exit;
        case 2:
            throw new Exception('thrown');
        case 3:
            trigger_error('fatal', E_USER_ERROR);
        case 4:
            graceful_shutdown();
    }
});
$fiber = new Fiber(function () {
    echo Fiber::suspend('fiber, ');
});
echo $fiber->start();
$fiber->resume('resumed, ');
$over = true;
