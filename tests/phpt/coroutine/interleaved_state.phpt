--TEST--
C-160, C-163: interleaved usort(), strtok(), serialize() and error handling do not disturb each other (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

function slowly(array $list, int $sign): array {
    usort($list, function ($a, $b) use ($sign) { suspend(); return $sign * ($a <=> $b); });
    return $list;
}
$up = spawn('slowly', [3, 1, 2, 5, 4], 1);
$down = spawn('slowly', [3, 1, 2, 5, 4], -1);
echo implode(await($up)), ' ', implode(await($down)), "\n";

function words(string $text): string {
    $out = '';
    for ($w = strtok($text, ' '); $w !== false; $w = strtok(' ')) { $out .= "<$w>"; suspend(); }
    return $out;
}
$a = spawn('words', 'a b c'); $b = spawn('words', 'x y z');
echo await($a), await($b), "\n";

class S { public function __construct(public $v) {} public function __serialize(): array { suspend(); return [$this->v]; } public function __unserialize(array $d): void { suspend(); $this->v = $d[0]; } }
function round_trip($o) { $x = [new S($o), $o, new S($o)]; $y = unserialize(serialize($x)); return $y[1] === $y[0]->v && $y[2]->v === $y[1] && $y[1]->n === $o->n; }
$all = [];
for ($i = 0; $i < 3; $i++) { $o = new stdClass; $o->n = $i; $all[] = spawn('round_trip', $o); }
foreach ($all as $c) var_dump(await($c));
?>
--EXPECTF--
12345 54321
<a><b><c><x><y><z>
bool(true)
bool(true)
bool(true)
