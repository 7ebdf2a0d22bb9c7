--TEST--
IO-901: result modes, callbacks that suspend, output into the coroutine's own buffer (any order)
--EXTENSIONS--
async
curl
--FILE--
<?php
require __DIR__ . '/../_inc/http_peer.inc';
use function Async\{spawn, await, suspend, delay};

$url = http_peer();

echo "-- output\n";
$print = function (string $id) use ($url) {
    ob_start();
    echo "<$id ";
    curl_exec(curl_init("$url/barrier?n=3&id=$id"));
    echo " $id>";
    return ob_get_clean();
};
$printers = array_map(fn($id) => spawn($print, $id), ['a', 'b', 'c']);
foreach ($printers as $printer) {
    echo await($printer), "\n";
}

echo "-- files\n";
await(spawn(function () use ($url) {
    $body = tmpfile();
    $head = tmpfile();
    $curl = curl_init("$url/bytes?n=100000&chunk=1000");
    curl_setopt($curl, CURLOPT_FILE, $body);
    curl_setopt($curl, CURLOPT_WRITEHEADER, $head);
    var_dump(curl_exec($curl), fstat($body)['size']);
    rewind($head);
    echo fgets($head);
}));

echo "-- callbacks\n";
final class Sink
{
    public int $size = 0;
    public function __call(string $name, array $arguments)
    {
        suspend();
        $this->size += strlen($arguments[1]);
        return strlen($arguments[1]);
    }
}
$receive = function () use ($url) {
    $sink = new Sink();
    $headers = 0;
    $progress = 0;
    $curl = curl_init("$url/bytes?n=300000&chunk=10000");
    curl_setopt($curl, CURLOPT_WRITEFUNCTION, [$sink, 'trampoline']);
    curl_setopt($curl, CURLOPT_HEADERFUNCTION, function ($curl, $line) use (&$headers) {
        delay(1);
        $headers++;
        return strlen($line);
    });
    curl_setopt($curl, CURLOPT_NOPROGRESS, false);
    curl_setopt($curl, CURLOPT_XFERINFOFUNCTION, function () use (&$progress) {
        suspend();
        $progress++;
        return 0;
    });
    $done = curl_exec($curl);
    return [$done, $sink->size, $headers, $progress > 0];
};
$both = [spawn($receive), spawn($receive)];
echo json_encode(await($both[0])), json_encode(await($both[1])), "\n";

echo "-- upload from a callback that suspends\n";
await(spawn(function () use ($url) {
    $left = 5;
    $curl = curl_init("$url/echo");
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_UPLOAD, true);
    curl_setopt($curl, CURLOPT_INFILESIZE, 50);
    curl_setopt($curl, CURLOPT_READFUNCTION, function ($curl, $stream, $size) use (&$left) {
        delay(1);
        return $left-- > 0 ? '0123456789' : '';
    });
    echo curl_exec($curl) === 'PUT 50 ' . md5(str_repeat('0123456789', 5)) ? "right\n" : "wrong\n";
}));
?>
--EXPECT--
-- output
<a a a>
<b b b>
<c c c>
-- files
bool(true)
int(100000)
HTTP/1.1 200 OK
-- callbacks
[true,300000,3,true][true,300000,3,true]
-- upload from a callback that suspends
right
