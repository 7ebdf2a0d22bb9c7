--TEST--
IO-1105, IO-1222, IO-1223: PostgreSQL dies by SIGKILL in the middle of queries, twenty times: clear errors, the pool heals, nothing is left over (any order)
--EXTENSIONS--
posix
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('ext/pgsql', 'pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/own_server.php';
use function Async\{spawn, await_all};

$server = new OwnServer('postgres');
$pool = $server->pdo([PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => 4]);
$ways = [
    fn ($sql) => $pool->query($sql),
    fn ($sql) => $pool->beginTransaction() && $pool->prepare($sql)->execute(),
    // PHP itself loses the array when the server dies after the copy has begun, and a debug build reports it.
    fn ($sql) => PHP_DEBUG ? $pool->exec($sql) : $pool->pgsqlCopyToArray("($sql)"),
    fn ($sql) => $server->pdo()->query($sql),
    function ($sql) use ($server) {
        $link = pg_connect($server->conninfo(), PGSQL_CONNECT_FORCE_NEW);
        if (@pg_query($link, $sql) === false) throw new Exception(pg_last_error($link));
    },
];
// A server that has lost a backend turns everybody away for a moment.
$answering = function () use ($server): PDO {
    $deadline = hrtime(true) + 20e9;
    for (;;) {
        try {
            return $server->pdo();
        } catch (PDOException $e) {
            if (hrtime(true) > $deadline) throw $e;
            Async\delay(5);
        }
    }
};
$unclear = $errors = $wrong = 0;
$before = null;
for ($round = 0; $round < 20; $round++) {
    $mark = "victim_$round";
    $admin = $answering();
    $all = [];
    foreach ($ways as $way) $all[] = spawn($way, "SELECT pg_sleep(60) /* $mark */");
    until($admin, sql('pgsql', 'asleep', $mark), count($ways));
    if ($round % 4 === 3) {
        $server->kill();  // all of it
    } else {
        $pid = (int) $admin->query("SELECT pid FROM pg_stat_activity WHERE query LIKE '%$mark%' AND pid <> pg_backend_pid() ORDER BY pid LIMIT 1 OFFSET " . $round % 4)->fetchColumn();
        posix_kill($pid, SIGKILL);  // one of its sessions; the server then ends the others
    }
    [$done, $failed] = await_all($all);
    $errors += count($failed);
    foreach ($failed as $e) {
        if (preg_match('/server closed the connection|terminat|connection to server|no connection|Connection reset/i', $e->getMessage())) continue;
        $unclear++;
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
    unset($admin, $all, $done, $failed, $e);
    if ($round % 4 === 3) $server->start();
    $answering();
    // The first question after it gets its answer: what died has been noticed.
    $answers = await_all(array_map(fn ($i) => spawn(fn () => (int) $pool->query("SELECT $i")->fetchColumn()), range(1, 8)));
    if ($answers[0] !== range(1, 8)) $wrong++;
    unset($answers);
    if ($pool->getPool()->activeCount() !== 0 || $pool->getPool()->count() > 4) echo counts($pool), "\n";
    // Those of the pool that are open now are open in every round.
    $now = open_things();
    $now['descriptors'] -= $pool->getPool()->count();
    if ($before !== null && $now !== $before) echo "round $round: ", json_encode([$before, $now]), "\n";
    $before = $now;
}
echo "$errors errors, $unclear unclear, $wrong wrong answers\n";
$server->stop();
?>
--EXPECT--
100 errors, 0 unclear, 0 wrong answers
