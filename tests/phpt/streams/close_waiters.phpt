--TEST--
IO-50, IO-51, IO-52, IO-53: closing a stream wakes everybody who waits on it
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

function show(array $coroutines): void
{
    foreach ($coroutines as $name => $coroutine) {
        echo '  ', $name, ': ', json_encode(await($coroutine)), "\n";
    }
}

foreach (['tcp_pair', 'unix_pair'] as $pair) {
    [$a, $b] = $pair();
    $waiters = [
        'fread' => spawn(fn() => fread($b, 100)),
        'fgets' => spawn(fn() => fgets($b)),
        'stream_get_contents' => spawn(fn() => stream_get_contents($b)),
        'copy' => spawn(fn() => stream_copy_to_stream($b, fopen('php://memory', 'w'))),
        'fwrite' => spawn(fn() => fwrite($b, str_repeat('x', 10000000))),
        'queued fwrite' => spawn(fn() => fwrite($b, 'y')),
        'select' => spawn(function () use ($b) {
            $read = ['key' => $b];
            $none = null;
            return [stream_select($read, $none, $none, 60), $read];
        }),
    ];
    suspend();
    fclose($b);
    echo "closed\n";  // closing does not suspend
    try {
        fread($b, 1);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
    [$c, $d] = $pair();  // takes the number of the closed descriptor
    fwrite($c, 'for others');
    show($waiters);
    var_dump(fread($d, 100));
}

$server = stream_socket_server('tcp://127.0.0.1:0');
$acceptors = [
    'accept' => spawn(fn() => @stream_socket_accept($server, 60)),
    'another accept' => spawn(fn() => @stream_socket_accept($server, 60)),
];
suspend();
fclose($server);
show($acceptors);

// The peer sees the end.
[$a, $b] = tcp_pair();
$reader = spawn(fn() => fread($b, 100));
suspend();
fclose($b);
var_dump(fread($a, 1), feof($a));
show(['reader' => $reader]);
?>
--EXPECT--
closed
fread(): supplied resource is not a valid stream resource
  fread: false
  fgets: false
  stream_get_contents: ""
  copy: false
  fwrite: false
  queued fwrite: false
  select: [0,[]]
string(10) "for others"
closed
fread(): supplied resource is not a valid stream resource
  fread: false
  fgets: false
  stream_get_contents: ""
  copy: false
  fwrite: false
  queued fwrite: false
  select: [0,[]]
string(10) "for others"
  accept: false
  another accept: false
string(0) ""
bool(true)
  reader: false
