--TEST--
IO-50, IO-856: closing a stream wakes who waits in its imported socket, whether the stream was ever waited for or not
--EXTENSIONS--
async
sockets
--FILE--
<?php
use function Async\{spawn, await, suspend};

[$stream, $peer] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$socket = socket_import_stream($stream);
$reader = spawn(fn () => @socket_read($socket, 10));
while (!$reader->isStarted()) suspend();
fclose($stream);
var_dump(await($reader));

[$stream, $peer] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$socket = socket_import_stream($stream);
$readers = [spawn(fn () => @socket_read($socket, 10)), spawn(fn () => fread($stream, 10)), spawn(function () use ($socket) {
    $read = [$socket];
    $none = null;
    return @socket_select($read, $none, $none, null);
})];
foreach ($readers as $reader) while (!$reader->isStarted()) suspend();
fclose($stream);
foreach ($readers as $reader) var_dump(await($reader));

$exported = socket_create(AF_INET, SOCK_DGRAM, SOL_UDP);
socket_bind($exported, '127.0.0.1');
$stream = socket_export_stream($exported);
$reader = spawn(fn () => @socket_read($exported, 10));
while (!$reader->isStarted()) suspend();
fclose($stream);
var_dump(await($reader));
?>
--EXPECT--
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
