--TEST--
SY-3, SY-4, SY-30, SY-50, PO-4, PO-14, X-4: nothing is lost or shared in a shuffled run with random cancellations (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Mutex, Pool, RwLock, Semaphore};
use function Async\{await_all, spawn, suspend};

mt_srand(7);
$mutex = new Mutex();
$semaphore = new Semaphore(3);
$rw = new RwLock();
$pool = new Pool(fn () => new stdClass(), beforeAcquire: function () { suspend(); return mt_rand(0, 9) > 0; }, max: 4);
$in = ['mutex' => 0, 'semaphore' => 0, 'readers' => 0, 'writers' => 0, 'pool' => 0];
$wrong = [];
$rounds = 0;
$inside = function (string $what, int $limit) use (&$in, &$wrong) {
    if (++$in[$what] > $limit) $wrong[] = "too many in $what";
    if ($in['writers'] > 0 && ($in['writers'] > 1 || $in['readers'] > 0)) $wrong[] = 'a writer is not alone';
    try {
        for ($i = mt_rand(0, 3); $i > 0; $i--) suspend();
    } finally {
        $in[$what]--;
    }
};
$work = function () use ($mutex, $semaphore, $rw, $pool, $inside, &$rounds) {
    for ($i = 0; $i < 40; $i++) {
        $rounds++;
        switch (mt_rand(0, 4)) {
            case 0: $mutex->synchronized(fn () => $inside('mutex', 1)); break;
            case 1: $semaphore->with(fn () => $inside('semaphore', 3)); break;
            case 2: $rw->read(fn () => $inside('readers', 30)); break;
            case 3: $rw->write(fn () => $inside('writers', 1)); break;
            case 4:
                $resource = $pool->acquire();
                try {
                    $inside('pool', 4);
                } finally {
                    $pool->release($resource);
                }
        }
    }
};
$all = [];
for ($c = 0; $c < 30; $c++) $all[] = spawn($work);
for ($i = 0; $i < 60; $i++) {
    suspend();
    suspend();
    if ($i % 3 === 0) $all[mt_rand(0, 29)]->cancel(new AsyncCancellation('chaos'));
}
[, $errors] = await_all($all);
foreach ($errors as $error) {
    if ($error->getMessage() !== 'chaos') $wrong[] = $error->getMessage();
}
echo count($errors) > 5 ? "many were cancelled\n" : "hardly anybody was cancelled\n";
echo implode("\n", array_unique($wrong)), array_sum($in), "\n";
var_dump($mutex->isLocked(), $semaphore->available(), $rw->readers(), $rw->isWriteLocked(), $pool->activeCount(), count($pool) <= 4);
var_dump($rw->tryWriteLock());
?>
--INI--
async.debug_schedule=seed:11
--EXPECT--
many were cancelled
0
bool(false)
int(3)
int(0)
bool(false)
int(0)
bool(true)
bool(true)
