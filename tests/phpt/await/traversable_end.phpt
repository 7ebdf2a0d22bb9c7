--TEST--
C-118: iteration ends with the wait, with an exception, or by itself
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, await_all, await_all_or_fail, await_any_or_fail, await_first_success, delay, get_coroutines, spawn, suspend};

// An endless generator does not run on once the caller has resumed, but what it spawned does.
$endless = function () {
    try {
        for ($i = 0;; $i++) {
            $last = spawn(function () use ($i) { suspend(); suspend(); echo "spawned $i ends\n"; return $i; });
            yield $i => $last;
            if ($i == 1) delay(100000);
        }
    } catch (Async\AsyncCancellation $e) {
        echo get_class($e), "\n";
        throw $e;
    } finally {
        echo "generator finally\n";
    }
};
var_dump(await_any_or_fail($endless()));
delay(1);
var_dump(count(get_coroutines()));

// One that never suspends and whose items have ended.
$done = spawn(fn() => 'done');
await($done);
var_dump(await_any_or_fail((function () use ($done) { try { while (true) yield $done; } finally { echo "left\n"; } })()));
var_dump(count(await_first_success((function () { while (true) { $c = spawn(fn() => 1); await($c); yield $c; } })())));

// The third current() is still called although the second item has won already.
class Slow implements Iterator {
    private $i = 0;
    function __construct(private array $items) {}
    function rewind(): void { suspend(); }
    function valid(): bool { suspend(); return $this->i < count($this->items); }
    function current(): mixed { echo "current ", $this->i + 1, "\n"; suspend(); return $this->items[$this->i]; }
    function key(): mixed { suspend(); return $this->i; }
    function next(): void { suspend(); $this->i++; }
}
$never = fn() => spawn(fn() => delay(100000));
$items = [$never(), spawn(function () { for ($i = 0; $i < 11; $i++) suspend(); return 'two'; }), $never()];
var_dump(await_any_or_fail(new Slow($items)));
echo "returned\n";
foreach ($items as $c) $c->cancel();

// Exceptions of each method
class Bad implements Iterator {
    private $first = true;
    function __construct(private string $where, private bool $suspends) {}
    private function at(string $where) {
        if ($this->suspends) suspend();
        if ($where === $this->where) throw new DomainException($where);
    }
    function rewind(): void { $this->at('rewind'); }
    function valid(): bool { $this->at('valid'); return true; }
    function current(): mixed { $this->at('current'); return spawn(fn() => delay(100000)); }
    function key(): mixed { $this->at('key'); return 1; }
    function next(): void { $this->at('next'); }
}
foreach ([false, true] as $suspends) {
    foreach (['rewind', 'valid', 'current', 'key', 'next'] as $where) {
        try {
            await_all(new Bad($where, $suspends));
        } catch (DomainException $e) {
            echo $e->getMessage(), ' ';
        }
    }
    echo "\n";
}
foreach ([
    fn() => (function () { yield spawn(fn() => delay(100000)); throw new DomainException('in the body'); })(),
    fn() => new class implements IteratorAggregate { function getIterator(): Iterator { throw new DomainException('getIterator'); } },
    fn() => (function () { yield 1.5 => spawn(fn() => 1); })(),
    fn() => (function () { yield new stdClass => spawn(fn() => 1); })(),
    fn() => (function () { yield [] => spawn(fn() => 1); })(),
    fn() => (function () { yield 5; })(),
] as $make) {
    try {
        await_all_or_fail($make());
    } catch (Exception $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
foreach (get_coroutines() as $c) if ($c !== Async\current_coroutine()) $c->cancel();
?>
--EXPECT--
spawned 0 ends
spawned 1 ends
int(0)
Async\AsyncCancellation
generator finally
int(1)
left
string(4) "done"
int(2)
current 1
current 2
current 3
string(3) "two"
returned
rewind valid current key next 
rewind valid current key next 
DomainException: in the body
DomainException: getIterator
Async\AsyncException: Invalid key type: must be string, long or null
Async\AsyncException: Invalid key type: must be string, long or null
Async\AsyncException: Invalid key type: must be string, long or null
Async\AsyncException: Expected item to be an Async\Awaitable object
