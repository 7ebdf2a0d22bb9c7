--TEST--
IO-400, IO-408, IO-1, IO-4: five stream_select(), for reading, writing, both and urgent data (any order)
--EXTENSIONS--
async
sockets
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/streams.inc';

function fill_up($stream): void
{
    stream_set_blocking($stream, false);
    while (fwrite($stream, str_repeat('x', 65536)) > 0);
    stream_set_blocking($stream, true);
}
$waits = [
    'read' => function ($stream) {
        $read = ['key' => $stream];
        $write = $except = null;
        return stream_select($read, $write, $except, null) . key($read);
    },
    'write' => function ($stream) {
        $write = ['key' => $stream];
        $read = $except = null;
        return stream_select($read, $write, $except, null) . key($write);
    },
    'read or write, with a time' => function ($stream) {
        $read = $write = ['key' => $stream];
        $except = null;
        return stream_select($read, $write, $except, 1000) . key($read) . key($write);
    },
    'except' => function ($stream) {
        $except = ['key' => $stream];
        $read = $write = null;
        return stream_select($read, $write, $except, null) . key($except);
    },
];
foreach ($waits as $title => $wait) {
    $peers = [];
    overlap($title, function ($i) use ($wait, $title, &$peers) {
        [$stream, $peers[$i]] = tcp_pair();
        if ($title !== 'read' && $title !== 'except') {
            fill_up($stream);
        }
        arrived();
        return $wait($stream);
    }, function () use (&$peers, $title) {
        foreach ($peers as $peer) {
            if ($title === 'write') {
                stream_set_blocking($peer, false);
                while (fread($peer, 1 << 20) !== '');
            } else {
                stream_socket_sendto($peer, 'x', $title === 'except' ? STREAM_OOB : 0);
            }
        }
    });
}
?>
--EXPECT--
read: 5 arrived, 0 done, turns, ["1key","1key","1key","1key","1key"]
write: 5 arrived, 0 done, turns, ["1key","1key","1key","1key","1key"]
read or write, with a time: 5 arrived, 0 done, turns, ["1key","1key","1key","1key","1key"]
except: 5 arrived, 0 done, turns, ["1key","1key","1key","1key","1key"]
