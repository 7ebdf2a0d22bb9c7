<?php
// For each client of a server: fifty coroutines, each on a connection of its own, wait 200 ms in the server. One after the other
// that is ten seconds. Prints how long it takes together, how many the server saw at work at the same moment, and how many
// 10 ms beats of a ticker fitted in meanwhile. Connections are opened beforehand. Exit status 1 if anything took over 600 ms.
//
//   tools/with-databases php -d extension=async.so benchmarks/clients.php

use function Async\{spawn, await, await_all, delay};

require __DIR__ . '/../tests/phpt/_inc/databases.php';

const COROUTINES = 50;
const LIMIT_MS = 600;

function http_server(): string
{
    $code = '$l = stream_socket_server("tcp://127.0.0.1:0", $n, $e, 12, stream_context_create(["socket" => ["backlog" => 512]]));
        echo stream_socket_get_name($l, false), "\n"; $all = []; $due = [];
        for (;;) { $r = [$l, STDIN, ...$all]; $w = $x = null; stream_select($r, $w, $x, 0, 5000);
            foreach ($r as $s) { if ($s === STDIN) exit; if ($s === $l) { $c = stream_socket_accept($l); $all[(int) $c] = $c; continue; }
                if ((string) fread($s, 9999) === "") { unset($all[(int) $s]); continue; } $due[(int) $s] = hrtime(true) + 2e8; }
            foreach ($due as $i => $t) if ($t <= hrtime(true)) { unset($due[$i]); fwrite($all[$i], "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"); } }';
    $process = proc_open([PHP_BINARY, '-n', '-r', $code], [['pipe', 'r'], ['pipe', 'w']], $pipes);
    $GLOBALS['keep'] = [$process, $pipes];
    return 'http://' . trim(fgets($pipes[1]));
}

// name => [what it needs, connect(), wait(connection), how many the server sees at work (or null)]
$clients = [];
if (getenv('ASYNC_TEST_PG')) {
    $pg = fn () => plain_pdo('pgsql')->query("SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND wait_event = 'PgSleep'")->fetchColumn();
    $clients['pdo_pgsql'] = ['pdo_pgsql', fn () => plain_pdo('pgsql'), fn ($c) => $c->query('SELECT pg_sleep(0.2)'), $pg];
    $clients['pgsql'] = ['pgsql', fn () => pg_connect(getenv('ASYNC_TEST_PG'), PGSQL_CONNECT_FORCE_NEW), fn ($c) => pg_query($c, 'SELECT pg_sleep(0.2)'), $pg];
    $pooled = null;
    $clients['pdo_pgsql, one pooled PDO'] = ['pdo_pgsql', function () use (&$pooled) {
        return $pooled ??= pooled_pdo('pgsql', [PDO::ATTR_POOL_MIN => COROUTINES, PDO::ATTR_POOL_MAX => COROUTINES]);
    }, fn ($c) => $c->query('SELECT pg_sleep(0.2)'), $pg];
}
if (getenv('ASYNC_TEST_MYSQL_SOCKET')) {
    $my = fn () => plain_pdo('mysql')->query("SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep'")->fetchColumn();
    $clients['pdo_mysql'] = ['pdo_mysql', fn () => plain_pdo('mysql'), fn ($c) => $c->query('SELECT SLEEP(0.2)'), $my];
    $clients['mysqli'] = ['mysqli', fn () => mysqli_link(), fn ($c) => $c->query('SELECT SLEEP(0.2)'), $my];
    $clients['mysqli, tcp and TLS'] = ['mysqli', fn () => mysqli_link(true, MYSQLI_CLIENT_SSL | MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT), fn ($c) => $c->query('SELECT SLEEP(0.2)'), $my];
}
if (getenv('ASYNC_TEST_REDIS_PORT')) {
    $redis = function () {
        $redis = new Redis();
        $redis->connect('127.0.0.1', (int) getenv('ASYNC_TEST_REDIS_PORT'));
        return $redis;
    };
    $clients['redis'] = ['redis', $redis, fn ($c) => $c->rawCommand('BLPOP', 'nothing', '0.2'), fn () => $redis()->info('clients')['blocked_clients']];
}
$url = http_server();
$clients['curl'] = ['curl', function () use ($url) {
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    return $curl;
}, fn ($c) => curl_exec($c), null];

$late = 0;
printf("%-28s %8s %6s %6s\n", 'client', 'ms', 'beats', 'seen');
foreach ($clients as $name => [$extension, $connect, $wait, $seen]) {
    if (!extension_loaded($extension)) {
        printf("%-28s no %s\n", $name, $extension);
        continue;
    }
    $connections = array_map(fn () => $connect(), range(1, COROUTINES));
    $beats = 0;
    $running = true;
    $ticker = spawn(function () use (&$beats, &$running) {
        while ($running) {
            delay(10);
            $beats++;
        }
    });
    $witness = $seen ? spawn(function () use ($seen) {
        delay(100);
        return $seen();
    }) : null;
    $began = hrtime(true);
    [, $errors] = await_all(array_map(fn ($c) => spawn($wait, $c), $connections));
    $ms = (hrtime(true) - $began) / 1e6;
    $running = false;
    await($ticker);
    printf("%-28s %8.0f %6d %6s%s\n", $name, $ms, $beats, $witness ? await($witness) : '-', $errors ? '  ' . reset($errors)->getMessage() : '');
    if ($ms > LIMIT_MS || $errors) $late++;
    unset($connections);
    $pooled = null;
}
exit($late ? 1 : 0);
