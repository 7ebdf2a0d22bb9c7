--TEST--
C-147: a fatal error with coroutines parked on locks and in select() ends the script in order
--EXTENSIONS--
async
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip without the engine\'s memory manager there is no memory limit'); ?>
--FILE--
<?php
use Async\{Channel, Mutex, RwLock};
use function Async\{select, spawn, suspend};

$mutex = new Mutex();
$rw = new RwLock();
$rw->readLock();
$one = new Channel();
$two = new Channel();
spawn(function () use ($mutex) { $mutex->lock(); Async\delay(1000000); });
spawn(fn () => $mutex->lock());
spawn(fn () => $rw->writeLock());
spawn(fn () => select([$one, [$two, new stdClass()]]));
suspend();
register_shutdown_function(function () use ($mutex) { echo 'locked: ', var_export($mutex->isLocked(), true), "\n"; });
ini_set('memory_limit', '4M');
str_repeat('x', 8000000);
?>
--EXPECTF--
%aAllowed memory size of %d bytes exhausted%a
locked: false
