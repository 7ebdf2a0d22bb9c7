--TEST--
SI-1, SI-2: a Future of one arrival, resolved with the case itself; several waiters of one signal are all told, oldest first
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (PHP_OS_FAMILY === 'Windows') die('skip signals of Unix'); ?>
--FILE--
<?php
use Async\Signal;
use function Async\{await, spawn, signal, suspend};

const SIGUSR1_ = PHP_OS_FAMILY === "Linux" ? 10 : 30;
foreach (Signal::cases() as $case) echo "$case->name=$case->value ";
echo "\n";

$first = signal(Signal::SIGUSR1);
$second = signal(Signal::SIGUSR1);
$other = signal(Signal::SIGUSR2);
foreach ([[1, $second], [2, $first], [3, $second]] as [$who, $future]) {
    spawn(function () use ($who, $future) {
        echo "waiter $who\n";
        var_dump(await($future) === Signal::SIGUSR1);
    });
}
suspend();
posix_kill(getmypid(), SIGUSR1_);
var_dump($first->await(), $second->isCompleted(), $other->isCompleted());
suspend();

// One arrival only.
$again = signal(Signal::SIGUSR1);
posix_kill(getmypid(), SIGUSR1_);
await($again);
var_dump($first->await() === Signal::SIGUSR1);
echo $other->ignore()->getAwaitingInfo()[0], "\n";

// The number is the platform's own one.
posix_kill(getmypid(), PHP_OS_FAMILY === 'Linux' ? 12 : 31);
var_dump(await($other));
printf("%s, %s\n", basename($other->getCreatedLocation()), $other->getCompletedLocation());
?>
--EXPECTF--
SIGHUP=1 SIGINT=2 SIGQUIT=3 SIGILL=4 SIGABRT=6 SIGFPE=8 SIGKILL=9 SIGUSR1=10 SIGSEGV=11 SIGUSR2=12 SIGTERM=15 SIGBREAK=21 SIGABRT2=22 SIGWINCH=28 
waiter 1
waiter 2
waiter 3
bool(true)
enum(Async\Signal::SIGUSR1)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
FutureState(pending)
enum(Async\Signal::SIGUSR2)
arrival.php:%d, unknown
