--TEST--
IT-7, IT-8: the first exception stops everybody, others become its previous
--EXTENSIONS--
async
--FILE--
<?php
use Async\AsyncCancellation;
use function Async\{iterate, spawn, suspend};

function chain(Throwable $e): string {
    for ($texts = []; $e; $e = $e->getPrevious()) {
        $texts[] = get_class($e) . '(' . $e->getMessage() . ')';
    }
    return implode(' < ', $texts);
}
echo "-- the sample\n";
$thrown = new DomainException('two');
try {
    iterate([1, 2, 3, 4, 5], function ($v) use ($thrown) {
        echo "begin $v\n";
        suspend();
        if ($v === 2) {
            throw $thrown;
        }
        echo "end $v\n";
    }, 3);
} catch (DomainException $e) {
    echo "caught\n";
    var_dump($e === $thrown);
}
echo "-- others are told why, those that never started are not\n";
try {
    iterate([1, 2, 3], function ($v) {
        spawn(function () use ($v) { echo "child of $v starts\n"; });
        try {
            suspend();
            if ($v === 1) {
                suspend();
                spawn(function () { echo "never starts\n"; });
                throw new DomainException('one');
            }
            suspend();
        } catch (AsyncCancellation $e) {
            echo "$v: ", $e->getMessage(), "\n";
            throw new LogicException("while $v unwinds");
        }
    }, cancelPending: false);
} catch (Exception $e) {
    echo chain($e), "\n";
}
echo "-- an error after the callback said stop\n";
try {
    iterate([1, 2], function ($v) {
        suspend();
        suspend();
        if ($v === 1) return false;
        throw new DomainException('late');
    });
} catch (Exception $e) {
    echo chain($e), "\n";
}
echo "-- a spawned coroutine fails\n";
try {
    iterate([1, 2], function ($v) {
        spawn(fn() => throw new DomainException("child of $v"));
        suspend();
        suspend();
        suspend();
        echo "not reached\n";
    });
} catch (Exception $e) {
    echo chain($e), "\n";
}
echo "-- both\n";
try {
    iterate([1], function ($v) {
        spawn(function () {
            try {
                suspend();
            } finally {
                throw new LogicException('child');
            }
        });
        suspend();
        throw new DomainException('callback');
    });
} catch (Exception $e) {
    echo chain($e), "\n";
}
echo "-- nothing reached anybody else\n";
?>
--EXPECT--
-- the sample
begin 1
end 1
begin 2
begin 3
caught
bool(true)
-- others are told why, those that never started are not
child of 1 starts
2: Cancellation of the iterator due to an exception
DomainException(one) < LogicException(while 2 unwinds)
-- an error after the callback said stop
DomainException(late)
-- a spawned coroutine fails
DomainException(child of 1)
-- both
DomainException(callback) < LogicException(child) < Async\AsyncCancellation(Cancellation of the iterator due to an exception)
-- nothing reached anybody else
