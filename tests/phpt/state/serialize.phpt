--TEST--
C-160, C-163: interleaved serialize(), unserialize(), json_encode() and var_dump() keep their own references and depth (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

class Magic
{
    public function __construct(public $value = null) {}
    public function __serialize(): array { suspend(); return [$this->value, $this->value]; }
    public function __unserialize(array $data): void { suspend(); assert($data[0] === $data[1]); $this->value = $data[0]; }
}
class Sleepy
{
    public $woken = 0;
    public $value;
    public function __sleep() { suspend(); return ['woken', 'value']; }
    public function __wakeup() { suspend(); $this->woken++; }
}
class Json implements JsonSerializable
{
    public function __construct(private $value) {}
    public function jsonSerialize(): mixed { suspend(); return $this->value; }
}
class Shown
{
    public function __construct(private $value) {}
    public function __debugInfo() { suspend(); return ['value' => $this->value]; }
}
$calls = [
    'serialize' => function (int $n) {
        $object = new stdClass;
        $object->n = $n;
        $sleepy = new Sleepy;
        $sleepy->value = $object;
        $all = [new Magic($object), $object, $sleepy, $sleepy, new Magic($object), 'nested' => serialize(new Magic($object))];
        $all = unserialize(serialize($all));
        return $all[0]->value === $all[1] && $all[4]->value === $all[1] && $all[2] === $all[3] && $all[2]->woken === 1
            && $all[2]->value === $all[1] && $all[1]->n === $n && unserialize($all['nested'])->value->n === $n;
    },
    'json_encode' => fn(int $n) => json_encode([new Json($n), new Json([new Json($n)])]) === "[$n,[$n]]",
    'json depth' => function (int $n) {
        json_encode([new Json([new Json([$n])])], 0, $n);
        return json_last_error() === ($n < 3 ? JSON_ERROR_DEPTH : JSON_ERROR_NONE);
    },
    'var_dump' => function (int $n) {
        ob_start();
        $shown = new Shown($n);
        var_dump([$shown, $shown]);
        return substr_count(ob_get_clean(), "int($n)") === 2;
    },
    'var_export' => fn(int $n) => str_contains(var_export([new ArrayObject([$n])], true), (string) $n),
];
foreach ($calls as $name => $call) {
    $workers = [];
    for ($n = 1; $n <= 4; $n++) $workers[] = spawn($call, $n);
    echo $name, ':';
    foreach ($workers as $worker) echo ' ', await($worker) ? 'right' : 'WRONG';
    echo "\n";
}
?>
--EXPECT--
serialize: right right right right
json_encode: right right right right
json depth: right right right right
var_dump: right right right right
var_export: right right right right
