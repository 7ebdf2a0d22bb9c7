--TEST--
C-233, C-160: hot loops, calls and generators that switch in the middle keep their variables, compiled or not (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

function hot(int $seed): int
{
    $sum = 0;
    $text = '';
    for ($i = 0; $i < 3000; $i++) {
        $sum = ($sum * 31 + $i + $seed) % 1000003;
        if ($i % 10 === 0) {
            $text .= inner($i, fn($x) => $x + $seed);
        }
        foreach ([$i, $seed] as $value) $sum += $value % 7;
    }
    return $sum + strlen($text);
}
function inner(int $i, callable $call): string
{
    [$a, $b, $c] = [$i, $i * 2, $i * 3];
    suspend();
    return $call($a + $b + $c) . ',';
}
function numbers(int $count): Generator
{
    for ($i = 0; $i < $count; $i++) {
        suspend();
        yield $i => $i * 1.5;
    }
}
function floats(int $seed): float
{
    $sum = 0.0;
    foreach (numbers(1000) as $i => $value) $sum += $value * $seed - $i;
    return $sum;
}
$alone = [];
foreach ([1, 2, 3, 4] as $seed) $alone[] = [hot($seed), floats($seed)];
$together = [];
foreach ([1, 2, 3, 4] as $seed) $together[] = [spawn('hot', $seed), spawn('floats', $seed)];
foreach ($together as $i => [$hot, $floats]) var_dump([await($hot), await($floats)] === $alone[$i]);
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
