--TEST--
IO-1221: which statements leave something in the session: the connection stays with the coroutine, and the next user finds nothing
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

$table = 'session_state' . getmypid();
$statements = [
    'mysql' => [
        'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE',
        "SET LOCAL sql_mode = 'ANSI_QUOTES'",
        "/*!40101 SET sql_mode = 'ANSI_QUOTES' */",
        "SELECT 'it\\'s; one'; SET sql_mode = 'ANSI_QUOTES'",
        "SELECT 'it\\'s; SET sql_mode'",
        'SELECT @session_state := 5',
        'SELECT 5 INTO @session_state',
        "LOCK TABLE $table READ",
        "FLUSH TABLES $table WITH READ LOCK",
        "SELECT 1 /* ; SET */ AS `;SET`",
    ],
    'pgsql' => [
        'SET search_path TO session_state',
        'SET LOCAL search_path TO session_state',
        'SET  TRANSACTION ISOLATION LEVEL SERIALIZABLE',
        "SELECT 'C:\\'; SET search_path TO session_state",
        'BEGIN; SET search_path TO session_state; COMMIT',
        "SELECT '; SET' AS \"; SET\" -- ; SET",
        'SELECT 1 AS v INTO TEMPORARY session_state',
        "BEGIN; LOCK $table; COMMIT",
    ],
];
$query = ['mysql' => 'SELECT @@sql_mode, @session_state', 'pgsql' => "SELECT current_setting('search_path'), to_regclass('session_state')"];
foreach ($statements as $driver => $list) {
    $admin = plain_pdo($driver);
    $admin->exec(sql($driver, 'table', $table));
    $new = $admin->query($query[$driver])->fetch(PDO::FETCH_NUM);
    foreach ($list as $sql) {
        $pdo = pooled_pdo($driver, [PDO::ATTR_POOL_MAX => 1]);
        $stays = await(spawn(function () use ($pdo, $sql) {
            $pdo->exec($sql);
            return $pdo->getPool()->idleCount() === 0;
        }));
        $found = $pdo->query($query[$driver])->fetch(PDO::FETCH_NUM);
        echo $stays ? 'stays' : 'goes ', $found === $new ? ': ' : ' AND IS FOUND: ', str_replace($table, 'TABLE', $sql), "\n";
    }
    $admin->exec("DROP TABLE $table");
}
?>
--EXPECT--
stays: SET TRANSACTION ISOLATION LEVEL SERIALIZABLE
stays: SET LOCAL sql_mode = 'ANSI_QUOTES'
stays: /*!40101 SET sql_mode = 'ANSI_QUOTES' */
stays: SELECT 'it\'s; one'; SET sql_mode = 'ANSI_QUOTES'
goes : SELECT 'it\'s; SET sql_mode'
stays: SELECT @session_state := 5
stays: SELECT 5 INTO @session_state
stays: LOCK TABLE TABLE READ
stays: FLUSH TABLES TABLE WITH READ LOCK
goes : SELECT 1 /* ; SET */ AS `;SET`
stays: SET search_path TO session_state
goes : SET LOCAL search_path TO session_state
goes : SET  TRANSACTION ISOLATION LEVEL SERIALIZABLE
stays: SELECT 'C:\'; SET search_path TO session_state
stays: BEGIN; SET search_path TO session_state; COMMIT
goes : SELECT '; SET' AS "; SET" -- ; SET
stays: SELECT 1 AS v INTO TEMPORARY session_state
goes : BEGIN; LOCK TABLE; COMMIT
