--TEST--
IO-1301: fifty clients of memcached wait at the same moment: their peer answers nobody before all have asked (any order)
--SKIPIF--
<?php if (!extension_loaded('memcached')) die('skip no memcached'); ?>
--FILE--
<?php
use function Async\{spawn, await_all};

$server = stream_socket_server('tcp://127.0.0.1:0', $errno, $error, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN,
    stream_context_create(['socket' => ['backlog' => 128]]));
$port = (int) substr(strrchr(stream_socket_get_name($server, false), ':'), 1);
$clients = [];
for ($i = 0; $i < 50; $i++) {
    $clients[] = spawn(function () use ($port, $i) {
        $client = new Memcached();
        $client->setOptions([Memcached::OPT_POLL_TIMEOUT => 60000, Memcached::OPT_CONNECT_TIMEOUT => 60000]);
        $client->addServer('127.0.0.1', $port);
        return [$client->get("key$i"), $client->set("key$i", $i)];
    });
}
$peers = [];
while (count($peers) < 50) $peers[] = stream_socket_accept($server, 60);
foreach (['get' => fn ($key) => "VALUE $key 0 " . (strlen($key) - 3) . "\r\n" . substr($key, 3) . "\r\nEND\r\n", 'set' => fn () => "STORED\r\n"] as $command => $answer) {
    $asked = [];
    foreach ($peers as $n => $peer) {
        [$word, $key] = explode(' ', trim(fgets($peer)));
        if ($word !== $command) echo "unexpected $word\n";
        if ($word === 'set') fgets($peer);
        $asked[$n] = $key;
    }
    echo count(array_unique($asked)), " wait in $command at once\n";
    foreach ($peers as $n => $peer) fwrite($peer, $answer($asked[$n]));
}
$answers = await_all($clients)[0];
$right = 0;
foreach ($answers as $i => [$got, $set]) $right += $got === (string) $i && $set === true;
echo "$right right answers\n";
?>
--EXPECT--
50 wait in get at once
50 wait in set at once
50 right answers
