--TEST--
IO-402: what PHP has in its own buffer is ready, and nothing else is looked at (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

[$a, $b] = tcp_pair();
[$c, $d] = tcp_pair();
await(spawn(function () use ($a, $b, $c, $d) {
    fwrite($a, "one\ntwo\n");
    fgets($b);
    fwrite($c, 'x');
    $others = 0;
    spawn(function () use (&$others) { $others++; });
    $read = ['d' => $d, 'b' => $b];
    $write = [$a];
    $except = [$b];
    var_dump(stream_select($read, $write, $except, 10), array_keys($read), $write, $except, $others);
}));
?>
--EXPECT--
int(1)
array(1) {
  [0]=>
  string(1) "b"
}
array(0) {
}
array(0) {
}
int(0)
