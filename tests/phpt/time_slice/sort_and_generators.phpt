--TEST--
D-12: comparisons, generators, recursion and string building give the same answers when slices end inside them (any order)
--INI--
async.time_slice=1
--FILE--
<?php
use function Async\{await_all_or_fail, spawn};

function fib(int $n): int
{
    return $n < 2 ? $n : fib($n - 1) + fib($n - 2);
}
$numbers = fn (int $count) => (function () use ($count) {
    for ($i = 0, $x = 1; $i < $count; $i++) {
        yield $x = ($x * 48271) % 2147483647;
    }
})();
$work = [
    'sort' => function () use ($numbers) {
        $list = iterator_to_array($numbers(20000), false);
        usort($list, fn ($a, $b) => $a <=> $b);
        for ($i = 1; $i < count($list); $i++) {
            if ($list[$i - 1] > $list[$i]) {
                return "wrong at $i";
            }
        }
        return 'sorted';
    },
    'sum' => fn () => array_sum(iterator_to_array($numbers(20000), false)),
    'fib' => fn () => fib(20),
    'text' => function () {
        for ($text = '', $i = 0; $i < 20000; $i++) {
            $text .= $i;
        }
        return md5($text);
    },
];
$alone = array_map(fn ($body) => $body(), $work);
$beside = await_all_or_fail(array_map(fn ($body) => spawn($body), $work), preserveKeyOrder: true);
foreach ($work as $name => $_) {
    echo $name, ': ', $alone[$name] === $beside[$name] ? 'same' : "{$alone[$name]} became {$beside[$name]}", "\n";
}
echo $beside['sort'], ' ', $beside['fib'], "\n";
?>
--EXPECT--
sort: same
sum: same
fib: same
text: same
sorted 6765
