--TEST--
IO-403, IO-404, IO-406: empty arrays, elements that are no open streams, streams without a descriptor (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

await(spawn(function () {
    $select = function (?array $read, ?array $write, ?array $except, ?int $seconds, ?int $us = null) {
        try {
            $count = stream_select($read, $write, $except, $seconds, $us);
            echo json_encode([$count, $read, $write, $except]), "\n";
        } catch (Throwable $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    };
    $select(null, null, null, 0);
    $select([], null, null, null);
    $select([], [], [], 0);
    $others = 0;
    spawn(function () use (&$others) { $others++; });
    $select([], null, [], 0, 5000);
    var_dump($others);
    $closed = fopen('php://memory', 'r');
    fclose($closed);
    $select(['text', 5, null, $closed, new stdClass, [1]], null, null, 0, 1000);
    $select([fopen('php://memory', 'r')], null, null, 0);
    $file = fopen(__FILE__, 'r');
    $read = ['file' => $file];
    $none = null;
    var_dump(stream_select($read, $none, $none, null), array_keys($read));
}));
?>
--EXPECTF--
ValueError: No stream arrays were passed
ValueError: No stream arrays were passed
[0,[],[],[]]
[0,[],null,[]]
int(1)
[0,[],null,null]

Warning: stream_select(): Cannot represent a stream of type MEMORY as a select()able descriptor in %s on line %d
[0,[],null,null]
int(1)
array(1) {
  [0]=>
  string(4) "file"
}
