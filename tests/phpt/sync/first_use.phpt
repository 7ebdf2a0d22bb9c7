--TEST--
SY-6, X-1, X-7: who waits or locks starts the scheduler, the rest does not (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Barrier, Condition, Mutex, Once, RwLock, Semaphore, WaitGroup};

function started(): string {
    try {
        Async\current_coroutine();
        return "started\n";
    } catch (Async\AsyncException) {
        return "not started\n";
    }
}
$mutex = new Mutex();
$mutex->isLocked();
$mutex->recover();
$semaphore = new Semaphore(1);
$semaphore->tryAcquire();
$semaphore->release();
$semaphore->available();
$rw = new RwLock();
$rw->readers();
$condition = new Condition($mutex);
$condition->notify();
$condition->notifyAll();
$barrier = new Barrier(2);
$barrier->abort();
$barrier->reset();
$group = new WaitGroup();
$group->add();
$group->done();
count($group);
(new Once())->isDone();
echo started();
$mutex->tryLock();
echo started();
?>
--EXPECT--
not started
started
