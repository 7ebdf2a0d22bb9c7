--TEST--
IT-5: arrays are separated; only one coroutine is in an iterator, which may suspend (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{iterate, suspend};

$array = [1, 2, 3];
iterate($array, function ($v, $k) use (&$array) {
    echo "$v ";
    $array[] = $v;
    unset($array[2]);
});
echo count($array), "\n";

class Slow implements Iterator {
    private int $at = 0;
    public int $inside = 0;
    public array $log = [];
    private function step(string $name) {
        if (++$this->inside > 1) {
            echo "two inside\n";
        }
        $this->log[] = $name;
        suspend();
        --$this->inside;
    }
    public function rewind(): void { $this->step('rewind'); $this->at = 0; }
    public function valid(): bool { $this->step('valid'); return $this->at < 4; }
    public function current(): mixed { $this->step('current'); return "v$this->at"; }
    public function key(): mixed { $this->step('key'); return "k$this->at"; }
    public function next(): void { $this->step('next'); $this->at++; }
}
$slow = new Slow;
$got = [];
iterate($slow, function ($v, $k) use (&$got, $slow) {
    $got["$k=$v"] = ($got["$k=$v"] ?? 0) + 1;
    if ($v === 'v0') {
        echo 'before the first callback: ', implode(' ', $slow->log), "\n";
    }
    suspend();
    suspend();
});
ksort($got);
echo json_encode($got), "\n";
var_dump($slow->inside);

foreach (['rewind', 'valid', 'current', 'key', 'next'] as $method) {
    $code = "return new class extends ArrayIterator { public function $method(): " . ['rewind' => 'void', 'valid' => 'bool', 'current' => 'mixed', 'key' => 'string|int|null', 'next' => 'void'][$method] . " { Async\\suspend(); throw new DomainException('$method'); } public function __construct() { parent::__construct([1, 2]); } };";
    try {
        iterate(eval($code), function () { echo "called\n"; });
    } catch (DomainException $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
1 2 3 5
before the first callback: rewind valid current key next
{"k0=v0":1,"k1=v1":1,"k2=v2":1,"k3=v3":1}
int(0)
rewind
valid
current
key
next
