--TEST--
IO-52, IO-41: the descriptor number of a closed PostgreSQL connection serves the next one, of the database or of something else, and waits are told
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('ext/pgsql', 'pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

// Each waits on the descriptor its predecessor had: what is still taken for registered would never report.
function number(int $before): int
{
    return count(array_diff(scandir('/proc/self/fd'), ['.', '..'])) - $before;
}
await(spawn(function () {
    for ($i = 0; $i < 3; $i++) {
        $pdo = plain_pdo('pgsql');
        echo $pdo->query("SELECT pg_sleep(0.02)::text || 'row $i'")->fetchColumn(), "\n";
        unset($pdo);
        $before ??= number(0);
    }
    [$one, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $reader = spawn(fn () => fread($one, 10));
    spawn(fn () => fwrite($other, 'bytes'));
    echo await($reader), "\n";
    fclose($one);
    fclose($other);
    $pdo = plain_pdo('pgsql');
    echo $pdo->query("SELECT pg_sleep(0.02)::text || 'again'")->fetchColumn(), "\n";
    unset($pdo);
    echo number($before), " more descriptors\n";
}));
?>
--EXPECT--
row 0
row 1
row 2
bytes
again
0 more descriptors
