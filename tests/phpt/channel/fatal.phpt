--TEST--
CH-38: a fatal error with coroutines parked on channels ends the process in order (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip without the engine\'s memory manager there is no memory limit'); ?>
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$slot = new Channel;
$ring = new Channel(1, 60000, 60000, true);
for ($i = 0; $i < 3; $i++) {
    spawn(fn() => $slot->send(str_repeat('x', 100)));
    spawn(fn() => $ring->recv());
    spawn(function () use ($ring) { foreach ($ring as $value); });
}
suspend();
$ring->send(1);
register_shutdown_function(function () use ($slot, $ring) {
    var_dump(count($slot), count($ring), $ring->sendAsync('free again') || $ring->isFull());
});
ini_set('memory_limit', '8M');
spawn(fn() => str_repeat('x', 100 << 20));
suspend();
echo "never\n";
?>
--EXPECTF--
%AFatal error: Allowed memory size of %d bytes exhausted%a
int(%d)
int(%d)
bool(true)
