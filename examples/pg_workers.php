<?php
// A queue of jobs in PostgreSQL and workers that share one pooled PDO: LISTEN/NOTIFY wakes them, SKIP LOCKED gives each job to
// one of them, a transaction per job. docs/databases.md.
// Needs pdo_pgsql, ASYNC_TEST_PG.
use function Async\{await_all, spawn};

preg_match_all('/(\w+)=(\S+)/', getenv('ASYNC_TEST_PG'), $found);
$info = array_combine($found[1], $found[2]);
$dsn = "pgsql:host=$info[host];port=$info[port];dbname=$info[dbname]";
$pdo = new PDO($dsn, $info['user'], null, [PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => 4]);
$table = 'jobs' . getmypid();
$pdo->exec("CREATE TABLE $table (id serial PRIMARY KEY, work int, result int)");

// One connection of its own listens; what it hears goes into a channel.
$bell = new Async\Channel(100);
$ready = new Async\Channel(1);
$listener = spawn(function () use ($dsn, $info, $table, $bell, $ready) {
    $pdo = new PDO($dsn, $info['user']);
    $pdo->exec("LISTEN $table");
    $ready->send(true);
    for (;;) {
        if ($note = $pdo->pgsqlGetNotify(PDO::FETCH_ASSOC, 60000)) $bell->send($note['payload']);
    }
});
$ready->recv();

$done = 0;
$worker = function (int $number) use ($pdo, $table, $bell, &$done) {
    foreach ($bell as $payload) {
        $pdo->beginTransaction();
        $job = $pdo->query("SELECT id, work FROM $table WHERE result IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")->fetch();
        if ($job) {
            $pdo->query("SELECT pg_sleep(0.01)")->fetch();      // the work
            $update = $pdo->prepare("UPDATE $table SET result = ? WHERE id = ?");
            $update->execute([$job['work'] ** 2, $job['id']]);
            unset($update);
        }
        $pdo->commit();
        if ($job && ++$done === 40) $bell->close();
    }
};
$workers = array_map(fn ($number) => spawn($worker, $number), range(1, 8));

for ($i = 1; $i <= 40; $i++) {
    $pdo->exec("INSERT INTO $table (work) VALUES ($i)");
    $pdo->exec("SELECT pg_notify('$table', '$i')");
}
await_all($workers);
$listener->cancel();
[$jobs, $sum] = $pdo->query("SELECT COUNT(*), SUM(result) FROM $table")->fetch(PDO::FETCH_NUM);
echo "$jobs jobs, sum of squares $sum\n";
echo 'connections: ', $pdo->getPool()->count(), ', in use: ', $pdo->getPool()->activeCount(), "\n";
$pdo->exec("DROP TABLE $table");
