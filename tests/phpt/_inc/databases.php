<?php
// Connections to the throw-away servers that tools/test starts. A test names what it needs in its SKIPIF:
// require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql');

const DATABASE_NEEDS = [
    'pgsql' => ['pdo_pgsql', 'ASYNC_TEST_PG'],
    'ext/pgsql' => ['pgsql', 'ASYNC_TEST_PG'],
    'mysql' => ['pdo_mysql', 'ASYNC_TEST_MYSQL_SOCKET'],
    'mysqli' => ['mysqli', 'ASYNC_TEST_MYSQL_SOCKET'],
    'sqlite' => ['pdo_sqlite', null],
    'sqlite3' => ['sqlite3', null],
    'redis' => ['redis', 'ASYNC_TEST_REDIS_PORT'],
    'memcached' => ['memcached', 'ASYNC_TEST_MEMCACHED_PORT'],
];

function skip_without(string ...$names): void
{
    foreach ($names as $name) {
        [$extension, $server] = DATABASE_NEEDS[$name];
        if (!extension_loaded($extension)) die("skip no $extension");
        if ($server && !getenv($server)) die("skip no server ($server)");
    }
}

function pg_part(string $name): string
{
    preg_match("/$name=(\S+)/", getenv('ASYNC_TEST_PG'), $found);
    return $found[1];
}

function dsn(string $driver): array
{
    return match ($driver) {
        'pgsql' => ['pgsql:host=' . pg_part('host') . ';port=' . pg_part('port') . ';dbname=' . pg_part('dbname'), pg_part('user'), null],
        'mysql' => ['mysql:unix_socket=' . getenv('ASYNC_TEST_MYSQL_SOCKET') . ';dbname=demo', 'demo', ''],
    };
}

function plain_pdo(string $driver, array $options = []): PDO
{
    [$dsn, $user, $password] = dsn($driver);
    return new PDO($dsn, $user, $password, $options);
}

function pooled_pdo(string $driver, array $options = []): PDO
{
    return plain_pdo($driver, $options + [PDO::ATTR_POOL_ENABLED => true]);
}

// What the two servers spell differently.
function sql(string $driver, string $what, mixed $argument = null): string
{
    return match ("$driver $what") {
        'pgsql sleep' => "SELECT pg_sleep($argument)",
        'mysql sleep' => "SELECT SLEEP($argument)",
        'pgsql id' => 'SELECT pg_backend_pid()',
        'mysql id' => 'SELECT CONNECTION_ID()',
        'pgsql kill' => "SELECT pg_terminate_backend($argument)",
        'mysql kill' => "KILL $argument",
        'pgsql table' => "CREATE TABLE $argument (id serial PRIMARY KEY, v int)",
        'mysql table' => "CREATE TABLE $argument (id int AUTO_INCREMENT PRIMARY KEY, v int) ENGINE=InnoDB",
        'pgsql prepared' => "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE '%/* counted */%' AND statement NOT LIKE '%pg_prepared%'",
        // Until the server has noticed.
        'pgsql gone' => "SELECT COUNT(*) FROM pg_stat_activity WHERE pid = $argument",
        'mysql gone' => "SELECT COUNT(*) FROM information_schema.processlist WHERE id = $argument",
        'pgsql lock' => "SELECT pg_advisory_lock($argument)",
        'mysql lock' => "SELECT GET_LOCK('$argument', 1000)",
        'pgsql unlock' => "SELECT pg_advisory_unlock($argument)",
        'mysql unlock' => "SELECT RELEASE_LOCK('$argument')",
        'pgsql asleep' => "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%$argument%' AND pid <> pg_backend_pid()",
        'mysql asleep' => "SELECT COUNT(*) FROM information_schema.processlist WHERE command <> 'Sleep' AND info LIKE '%$argument%' AND id <> CONNECTION_ID()",
    };
}

// Asks the server until it says so: there is no event for what other sessions do.
function until(PDO $server, string $query, int $wanted): void
{
    $deadline = hrtime(true) + 20_000_000_000;
    while ((int) $server->query($query)->fetchColumn() !== $wanted) {
        if (hrtime(true) > $deadline) throw new Exception("$query: never $wanted");
        Async\delay(5);
    }
}

function counts(PDO $pdo): string
{
    $pool = $pdo->getPool();
    return "count {$pool->count()}, idle {$pool->idleCount()}, active {$pool->activeCount()}";
}

function mysqli_link(bool $tcp = false, int $flags = 0): mysqli
{
    mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    $link = mysqli_init();
    if ($flags & MYSQLI_CLIENT_SSL) $link->ssl_set(null, null, getenv('ASYNC_TEST_MYSQL_CA'), null, null);
    if ($tcp) {
        $link->real_connect('127.0.0.1', 'demo', '', 'demo', (int) getenv('ASYNC_TEST_MYSQL_PORT'), null, $flags);
    } else {
        $link->real_connect(null, 'demo', '', 'demo', 0, getenv('ASYNC_TEST_MYSQL_SOCKET'), $flags);
    }
    return $link;
}

// What happens when each is cancelled after so many turns: 0 is before it starts.
function outcomes_of_cancel(int $turns, callable $work): array
{
    $outcomes = [];
    for ($turn = 0; $turn < $turns; $turn++) {
        $outcome = 'never began';
        $coroutine = Async\spawn(function () use ($work, &$outcome) {
            try {
                $work();
                $outcome = 'done';
            } catch (Throwable $e) {
                $outcome = get_class($e);
            }
        });
        for ($i = 0; $i < $turn; $i++) Async\delay(1);
        $coroutine->cancel();
        try {
            Async\await($coroutine);
        } catch (Async\AsyncCancellation) {
        }
        $outcomes[$outcome] = true;
    }
    ksort($outcomes);
    return array_keys($outcomes);
}
