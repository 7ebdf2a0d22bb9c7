--TEST--
SY-70, SY-71, SY-72: made once; a failure is the maker's own and the next one tries
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Once};
use function Async\{await, await_all, spawn, suspend};

$once = new Once();
$make = fn (string $name) => function () use ($name) {
    echo "$name makes it\n";
    suspend();
    return (object) ['by' => $name];
};
[$values] = await_all([spawn(fn () => $once->call($make('A'))), spawn(fn () => $once->call($make('B')))]);
var_dump($values[0] === $values[1], $values[0]->by, $once->isDone(), $once->call($make('C'))->by);

$once = new Once();
$a = spawn(fn () => $once->call(function () { suspend(); throw new Exception('A failed'); }));
$b = spawn(fn () => $once->call(fn () => Async\delay(1000000)));
$c = spawn(fn () => $once->call($make('C')));
$d = spawn(fn () => $once->call($make('D')));
suspend();
suspend();
suspend();
$b->cancel(new AsyncCancellation('B cancelled'));
[$values, $errors] = await_all([$a, $b, $c, $d]);
foreach ($errors as $e) echo $e->getMessage(), "\n";
foreach ($values as $key => $value) echo $key, ': ', $value->by, "\n";

$once = new Once();
try {
    $once->call(fn () => $once->call(fn () => 1));
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($once->isDone());
// A value that leads back to its maker is collected.
$once->call(fn () => (object) ['once' => $once]);
$weak = WeakReference::create($once);
unset($once, $e);
gc_collect_cycles();
suspend();
var_dump($weak->get());
?>
--EXPECT--
A makes it
bool(true)
string(1) "A"
bool(true)
string(1) "A"
C makes it
A failed
B cancelled
2: C
3: C
Once is already running in this coroutine
bool(false)
NULL
