--TEST--
IO-400, IO-401, IO-405, IO-408, IO-409: stream_select() suspends, counts over all sets and keeps keys (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend, delay};

[$a, $b] = tcp_pair();
[$c, $d] = tcp_pair();
$select = function (array $read, ?array $write, ?array $except, ?int $seconds, ?int $us = null) {
    $count = stream_select($read, $write, $except, $seconds, $us);
    return json_encode([$count, array_keys($read), is_array($write) ? array_keys($write) : null, is_array($except) ? array_keys($except) : null]);
};
$waiting = spawn($select, ['first' => $b, 7 => $d], null, null, null);
suspend();
fwrite($c, 'x');
echo await($waiting), "\n";
echo $select(['first' => $b, 7 => $d], ['w' => $b, 3 => $d], [], 5), "\n";  // the same stream in two sets
echo $select([$b], null, null, 0), "\n";
echo $select([$b], null, [$b], 0, 20000), "\n";
$urgent = spawn($select, [], null, ['oob' => $b], 10);
suspend();
stream_socket_sendto($a, '!', STREAM_OOB);
echo await($urgent), "\n";
// Several at once see the same stream.
$both = [spawn($select, [$b], null, null, 10), spawn($select, ['k' => $b, $d], null, null, 10)];
fread($d, 1);
suspend();
fwrite($a, 'y');
echo await($both[0]), await($both[1]), "\n";
fread($b, 10);
// A closed peer is readable.
$closed = spawn($select, ['peer' => $b], null, null, 10);
suspend();
fclose($a);
echo await($closed), json_encode(fread($b, 10)), "\n";
try {
    $select([$b], null, null, null, 5);
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
foreach ([[-1, 0], [0, -1]] as [$seconds, $us]) {
    try {
        $select([$b], null, null, $seconds, $us);
    } catch (ValueError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
[1,[7],null,null]
[3,[7],["w",3],[]]
[0,[],null,null]
[0,[],null,[]]
[1,[],null,["oob"]]
[1,[0],null,null][1,["k"],null,null]
[1,["peer"],null,null]""
stream_select(): Argument #5 ($microseconds) must be null when argument #4 ($seconds) is null
stream_select(): Argument #4 ($seconds) must be greater than or equal to 0
stream_select(): Argument #5 ($microseconds) must be greater than or equal to 0
