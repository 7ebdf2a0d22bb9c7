--TEST--
SY-13: synchronized() unlocks whatever happens
--EXTENSIONS--
async
--FILE--
<?php
use Async\Mutex;
use function Async\{await, spawn, suspend};

class Account {
    public int $balance = 0;
    public function add(): int { $was = $this->balance; suspend(); return $this->balance = $was + 1; }
    public function __call($name, $args) { return "called $name"; }
}
$mutex = new Mutex();
$account = new Account();
for ($i = 0; $i < 10; $i++) {
    $all[] = spawn(fn () => $mutex->synchronized([$account, 'add']));
}
foreach ($all as $one) {
    $results[] = await($one);
}
echo implode(' ', $results), " = $account->balance\n";
echo $mutex->synchronized([$account, 'magic']), "\n";
try {
    $mutex->synchronized(function () { suspend(); throw new LogicException('inside'); });
} catch (LogicException $e) {
    echo $e->getMessage(), ' ', var_export($mutex->isLocked(), true), "\n";
}
$stuck = spawn(fn () => $mutex->synchronized(fn () => Async\delay(1000000)));
suspend();
$stuck->cancel();
$mutex->lock();
echo "after the cancelled one\n";
$mutex->unlock();
$mutex->synchronized(fn () => $mutex->unlock());
var_dump($mutex->isLocked());
try {
    $mutex->synchronized('nothing');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
1 2 3 4 5 6 7 8 9 10 = 10
called magic
inside false
after the cancelled one
bool(false)
Async\Mutex::synchronized(): Argument #1 ($critical) must be a valid callback, function "nothing" not found or invalid function name
