--TEST--
IO-510, IO-4: flock() waits without a worker: many more waiters than threads, and file work goes on; LOCK_NB and LOCK_UN stay direct
--ENV--
UV_THREADPOOL_SIZE=2
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$name = tempnam(sys_get_temp_dir(), 'async-lock');
$holder = fopen($name, 'r+');
var_dump(flock($holder, LOCK_EX));
$inside = 0;
$entered = $most = 0;
$waiters = [];
for ($i = 0; $i < 20; $i++) {
    $waiters[] = spawn(function () use ($name, $i, &$entered, &$inside, &$most) {
        $file = fopen($name, 'r+');
        $answer = flock($file, LOCK_EX);
        $entered++;
        $most = max($most, ++$inside);
        suspend();
        $inside--;
        flock($file, LOCK_UN);
        return $answer;
    });
}
for ($i = 0; $i < 5; $i++) {
    suspend();
}
echo "waiting: $entered inside\n";
// Workers are free: names and big writes go through.
echo gethostbyname('localhost'), ' ', file_put_contents("$name.big", str_repeat('x', 300000)), "\n";
$other = fopen($name, 'r');
var_dump(flock($other, LOCK_SH | LOCK_NB, $wouldBlock), $wouldBlock);
flock($holder, LOCK_UN);
echo json_encode(array_unique(array_map(fn($w) => await($w), $waiters))), " $entered, at most $most\n";

// Shared ones at once, an exclusive one after them.
$shared = [fopen($name, 'r'), fopen($name, 'r')];
foreach ($shared as $file) {
    flock($file, LOCK_SH);
}
$exclusive = spawn(function () use ($name) {
    $file = fopen($name, 'r+');
    flock($file, LOCK_EX, $wouldBlock);
    return $wouldBlock;
});
suspend();
suspend();
var_dump($exclusive->isCompleted());
array_map(fclose(...), $shared);
unset($shared, $file);
var_dump(await($exclusive));

// Another process holds it.
$child = proc_open(PHP_BINARY . ' -n -r ' . escapeshellarg('$f = fopen($argv[1], "r+"); flock($f, LOCK_EX); echo "held\n"; fgets(STDIN);') . " $name",
    [['pipe', 'r'], ['pipe', 'w']], $pipes);
echo fgets($pipes[1]);
$waiter = spawn(fn() => flock(fopen($name, 'r+'), LOCK_EX));
suspend();
suspend();
echo $waiter->isCompleted() ? "too early\n" : "waits\n";
fclose($pipes[0]);
var_dump(await($waiter));
proc_close($child);

// Cancelled, closed.
flock($holder, LOCK_EX);
$cancelled = fopen($name, 'r+');
$waiter = spawn(fn() => flock($cancelled, LOCK_EX));
suspend();
suspend();
$waiter->cancel();
try {
    await($waiter);
} catch (Async\AsyncCancellation) {
    echo "cancelled\n";
}
$closed = fopen($name, 'r+');
$waiter = spawn(fn() => flock($closed, LOCK_EX));
suspend();
suspend();
fclose($closed);
var_dump(await($waiter));
flock($holder, LOCK_UN);
var_dump(flock(fopen($name, 'r+'), LOCK_EX | LOCK_NB));
unlink($name);
unlink("$name.big");
?>
--EXPECT--
bool(true)
waiting: 0 inside
127.0.0.1 300000
bool(false)
int(1)
[true] 20, at most 1
bool(false)
int(0)
held
waits
bool(true)
cancelled
bool(false)
bool(true)
