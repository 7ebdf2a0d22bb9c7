--TEST--
C-10, C-11: the engine chains cancellations with exceptions and errors in every direction (any order)
--EXTENSIONS--
async
--FILE--
<?php
function chain(?Throwable $e): string
{
    for ($links = []; $e; $e = $e->getPrevious()) {
        $links[] = get_class($e) . ' ' . $e->getMessage();
    }
    return implode(' < ', $links);
}
function caught(Closure $body): string
{
    try {
        $body();
        return 'nothing';
    } catch (Throwable $e) {
        return chain($e);
    }
}
final class Thrower
{
    public function __construct(private Throwable $e) {}
    public function __destruct() { throw $this->e; }
}
// `throw` while another is pending: from finally, and from a destructor during unwinding.
function in_finally(Throwable $first, Throwable $second) { try { throw $first; } finally { throw $second; } }
function in_destructor(Throwable $first, Throwable $second) { $thrower = new Thrower($second); throw $first; }

foreach (['Cancellation', 'Exception', 'Error', 'Async\OperationCanceledException'] as $first) {
    foreach (['Cancellation', 'Async\DeadlockError'] as $second) {
        echo caught(fn() => in_finally(new $first('a'), new $second('b'))), "\n";
        echo caught(fn() => in_destructor(new $second('a'), new $first('b'))), "\n";
    }
}

// Appended at the end of the chain the new one brings along.
echo caught(fn() => in_finally(new Cancellation('a', 0, new Error('a1')), new Cancellation('b', 0, new Exception('b1')))), "\n";

// No circles: the same object, and an object the pending one has in its chain.
$same = new Cancellation('same');
echo caught(fn() => in_finally($same, $same)), "\n";
$inner = new Exception('inner');
echo caught(fn() => in_finally(new Cancellation('outer', 0, $inner), $inner)), "\n";

// Two destructors in a row, and one that catches what it threw.
echo caught(function () {
    $a = new Thrower(new Cancellation('first'));
    $b = new Thrower(new Exception('second'));
    $c = new class { public function __destruct() { try { throw new Cancellation('x'); } catch (Cancellation) { echo "(caught) "; } } };
    throw new Error('body');
}), "\n";
?>
--EXPECT--
Cancellation b < Cancellation a
Cancellation b < Cancellation a
Async\DeadlockError b < Cancellation a
Cancellation b < Async\DeadlockError a
Cancellation b < Exception a
Exception b < Cancellation a
Async\DeadlockError b < Exception a
Exception b < Async\DeadlockError a
Cancellation b < Error a
Error b < Cancellation a
Async\DeadlockError b < Error a
Error b < Async\DeadlockError a
Cancellation b < Async\OperationCanceledException a
Async\OperationCanceledException b < Cancellation a
Async\DeadlockError b < Async\OperationCanceledException a
Async\OperationCanceledException b < Async\DeadlockError a
Cancellation b < Exception b1 < Cancellation a < Error a1
Cancellation same
Exception inner
(caught) Exception second < Cancellation first < Error body
