--TEST--
C-118 C-112: triggers from a Traversable come one by one, from a coroutine of their own
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, spawn, suspend};

echo json_encode(await_all_or_fail(new ArrayObject(['k' => spawn(fn() => 1), spawn(fn() => 2)]))), "\n";
$generator = function () {
    yield 'a' => spawn(fn() => 'A');
    yield null => spawn(fn() => 'next index');
    yield null;                                     // C-110
    yield '12' => spawn(fn() => throw new Exception('E'));
    yield 'b' => $twice = spawn(fn() => 'B');
    yield 'again' => $twice;                        // C-112: ignored
};
[$values, $errors] = await_all($generator());
var_dump($values, array_keys($errors));
[$values, $errors] = await_all($generator(), null, false);
var_dump(array_keys($values));
[$values] = await_all($generator(), fillNull: true);
var_dump($values['12'], count($values));
var_dump(await_any_or_fail((function () { yield spawn(fn() => 'A'); })()), await_first_success($generator())[0], count(await_any_of(2, $generator())[0]) >= 2);

// 100 coroutines of which each waits for the next one.
$chain = function () {
    $links = new stdClass;
    for ($i = 0; $i < 100; $i++) {
        yield $i => $links->{$i} = spawn(function () use ($i, $links) {
            while ($i < 99 && !isset($links->{$i + 1})) suspend();
            return $i < 99 ? await($links->{$i + 1}) : 'end';
        });
        suspend();
    }
};
var_dump(array_count_values(await_all_or_fail($chain())));

// Methods that suspend: others run between items.
class Slow implements Iterator {
    private $i = 0;
    function __construct(private array $items) {}
    function rewind(): void { echo "rewind\n"; suspend(); $this->i = 0; }
    function valid(): bool { return $this->i < count($this->items); }
    function current(): mixed { echo "current $this->i\n"; return $this->items[$this->i]; }
    function key(): mixed { return $this->i; }
    function next(): void { echo "next\n"; suspend(); $this->i++; }
}
spawn(function () { for ($i = 0; $i < 4; $i++) { echo "other $i\n"; suspend(); } });
var_dump(count(await_all_or_fail(new Slow([spawn(fn() => 1), spawn(fn() => 2), spawn(fn() => 3)]))));
?>
--EXPECT--
{"k":1,"0":2}
array(3) {
  ["a"]=>
  string(1) "A"
  [0]=>
  string(10) "next index"
  ["b"]=>
  string(1) "B"
}
array(1) {
  [0]=>
  int(12)
}
array(3) {
  [0]=>
  string(1) "a"
  [1]=>
  int(0)
  [2]=>
  string(1) "b"
}
NULL
int(4)
string(1) "A"
string(1) "A"
bool(true)
array(1) {
  ["end"]=>
  int(100)
}
other 0
rewind
other 1
current 0
next
other 2
current 1
next
other 3
current 2
next
int(3)
