--TEST--
SY-21, SY-22, SY-23, SY-3: permits are handed out in order; with() gives its permit back whatever happens
--EXTENSIONS--
async
--FILE--
<?php
use Async\Semaphore;
use function Async\{await_all, spawn, suspend};

$semaphore = new Semaphore(2);
$running = $most = 0;
$order = [];
$body = function (int $i) use (&$running, &$most, &$order) {
    $order[] = $i;
    $most = max($most, ++$running);
    suspend();
    suspend();
    $running--;
    if ($i === 3) throw new Exception('three');
    return $i;
};
$all = [];
for ($i = 0; $i < 6; $i++) {
    $all[] = spawn(fn () => $semaphore->with(fn () => $body($i)));
}
[$values, $errors] = await_all($all);
echo "at most $most, in order ", implode(' ', $order), ', values ', implode(' ', $values), ', error ', $errors[3]->getMessage(), "\n";
var_dump($semaphore->available());

$semaphore = new Semaphore(0, 5);
spawn(function () use ($semaphore) {
    $semaphore->acquire();
    echo "got the promised one\n";
});
suspend();
$semaphore->release(2);
echo 'free: ', $semaphore->available(), ', tried: ';
var_dump($semaphore->tryAcquire(), $semaphore->tryAcquire());
suspend();
?>
--EXPECT--
at most 2, in order 0 1 2 3 4 5, values 0 1 2 4 5, error three
int(2)
free: 1, tried: bool(true)
bool(false)
got the promised one
