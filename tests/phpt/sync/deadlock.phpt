--TEST--
SY-5, C-155: a deadlock report names what each one waits for, its owner and how many wait
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Barrier, Channel, Condition, Mutex, Once, RwLock, Semaphore, WaitGroup};
use function Async\{spawn, suspend};

function lockTwo(Mutex $first, Mutex $second): void {
    $first->lock();
    suspend();
    $second->lock();
}
$a = new Mutex();
$b = new Mutex();
spawn(lockTwo(...), $a, $b);
spawn(lockTwo(...), $b, $a);
$once = new Once();
$rw = new RwLock();
$wrw = new RwLock();
spawn(function () use ($rw, $wrw, $once) {
    $rw->readLock();
    $wrw->writeLock();
    $once->call(fn () => (new WaitGroup())->wait() ?? (new Semaphore(0, 2))->acquire());
});
spawn(fn () => $once->call(fn () => 1));
spawn(fn () => $rw->writeLock());
spawn(fn () => $wrw->readLock());
spawn(function () {
    $mutex = new Mutex();
    $mutex->lock();
    (new Condition($mutex))->wait();
});
spawn(function () { $group = new WaitGroup(); $group->add(3); $group->wait(); });
(new Barrier(2))->wait();
?>
--INI--
async.debug_deadlock=1
--EXPECTF--

=== DEADLOCK REPORT START ===
Coroutines waiting: 9, active_events: 0

Coroutine %d spawned at %s, suspended at %sdeadlock.php:%d (main)
  waiting for:
    - Barrier(waiting=1/2)

Coroutine %d spawned at %sdeadlock.php:12, suspended at %sdeadlock.php:8 (%s)
  waiting for:
    - Mutex(owner=Coroutine %d spawned at %sdeadlock.php:13, suspended at %sdeadlock.php:8 (%s), waiters=1)

Coroutine %d spawned at %sdeadlock.php:13, suspended at %sdeadlock.php:8 (%s)
  waiting for:
    - Mutex(owner=Coroutine %d spawned at %sdeadlock.php:12, suspended at %sdeadlock.php:8 (%s), waiters=1)

Coroutine %d spawned at %sdeadlock.php:17, suspended at %sdeadlock.php:%d (%s)
  waiting for:
    - Semaphore(available=0/2, waiters=1)

Coroutine %d spawned at %sdeadlock.php:22, suspended at %sdeadlock.php:%d (%s)
  waiting for:
    - Once(owner=Coroutine %d spawned at %sdeadlock.php:17, suspended at %sdeadlock.php:20 (%s), waiters=1)

Coroutine %d spawned at %sdeadlock.php:23, suspended at %sdeadlock.php:%d (%s)
  waiting for:
    - RwLock(readers=1, reader=Coroutine %d spawned at %sdeadlock.php:17, suspended at %sdeadlock.php:20 (%s), waiters=1)

Coroutine %d spawned at %sdeadlock.php:24, suspended at %sdeadlock.php:%d (%s)
  waiting for:
    - RwLock(readers=0, writer=Coroutine %d spawned at %sdeadlock.php:17, suspended at %sdeadlock.php:20 (%s), waiters=1)

Coroutine %d spawned at %sdeadlock.php:25, suspended at %sdeadlock.php:%d (%s)
  waiting for:
    - Condition(waiters=1)

Coroutine %d spawned at %sdeadlock.php:30, suspended at %sdeadlock.php:30 (%s)
  waiting for:
    - WaitGroup(count=3, waiters=1)

=== DEADLOCK REPORT END   ===


Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 9 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
