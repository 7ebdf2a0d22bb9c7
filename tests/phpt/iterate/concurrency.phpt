--TEST--
IT-4: synchronous callbacks in order; the limit is exact and can be reached
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{current_coroutine, iterate, suspend};

$kinds = [
    'array' => fn() => range(1, 9),
    'iterator' => fn() => new ArrayIterator(range(1, 9)),
    'generator' => fn() => (function () { yield from range(1, 9); })(),
];
foreach ($kinds as $kind => $make) {
    $seen = $workers = [];
    iterate($make(), function ($v) use (&$seen, &$workers) {
        $seen[] = $v;
        $workers[spl_object_id(current_coroutine())] = true;
    });
    echo "$kind: ", implode($seen), ' ', count($workers), " worker\n";
    foreach ([0, 1, 2, 4] as $limit) {
        $active = $most = 0;
        $seen = [];
        iterate($make(), function ($v) use (&$active, &$most, &$seen) {
            $seen[] = $v;
            $most = max($most, ++$active);
            for ($i = 0; $i < 20; $i++) {
                suspend();
            }
            --$active;
        }, $limit);
        sort($seen);
        echo "limit $limit: ", implode($seen), " at most $most\n";
    }
}
?>
--EXPECT--
array: 123456789 1 worker
limit 0: 123456789 at most 9
limit 1: 123456789 at most 1
limit 2: 123456789 at most 2
limit 4: 123456789 at most 4
iterator: 123456789 1 worker
limit 0: 123456789 at most 9
limit 1: 123456789 at most 1
limit 2: 123456789 at most 2
limit 4: 123456789 at most 4
generator: 123456789 1 worker
limit 0: 123456789 at most 9
limit 1: 123456789 at most 1
limit 2: 123456789 at most 2
limit 4: 123456789 at most 4
