--TEST--
SIGQUIT: with async.report_on_sigquit all coroutines are written to standard error, equal ones in one block, and the process goes on (any order)
--EXTENSIONS--
async
posix
--FILE--
<?php
use Async\Channel;

use function Async\{await, await_all, delay, spawn, suspend};

if (isset($argv[1])) {
    $never = new Channel();
    function consume(Channel $channel): void
    {
        $channel->recv();
    }
    for ($i = 0; $i < 12; $i++) {
        $all[] = spawn(consume(...), $never);
    }
    $all[] = $sleeper = spawn(function () {
        delay(1000000);
    });
    suspend();
    $all[] = spawn(function () {
        echo "ends before the report\n";
    });
    suspend();
    posix_kill(getmypid(), 3);
    for ($i = 0; $i < 3; $i++) {
        delay(1);
    }
    $never->close();
    $sleeper->cancel();
    await_all($all);
    echo "goes on\n";
    exit;
}
require __DIR__ . '/../_inc/php_child.inc';
$child = proc_open(php_child('-d', 'async.report_on_sigquit=1', __FILE__, 'child'), [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
echo stream_get_contents($pipes[1]), stream_get_contents($pipes[2]);
echo 'status ', proc_close($child), "\n";
?>
--EXPECTF--
ends before the report
goes on
=== COROUTINES of process %d: 14 alive, 0 can run ===

1 x waiting, spawned at %s (main)
    Async\delay()
    {main} at %ssigquit.php:%d
  waits until a deadline
  coroutine #%d

12 x waiting, spawned at %ssigquit.php:%d (Closure::__invoke)
    Async\Channel::recv()
    consume() at %ssigquit.php:%d
  waits for Channel(capacity=0, receivers=12, senders=0, reserved=0/0)
  coroutines #%d #%d #%d #%d #%d #%d #%d #%d #%d #%d and 2 more

1 x waiting, spawned at %ssigquit.php:%d (Closure::__invoke)
    Async\delay()
    {closure%S}() at %ssigquit.php:%d
  waits until a deadline
  coroutine #%d

=== END ===
status 0
