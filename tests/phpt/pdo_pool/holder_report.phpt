--TEST--
C-155, IO-1213: who waits for a connection in vain is told who has them
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

$pdo = pooled_pdo('pgsql', [PDO::ATTR_POOL_MAX => 1]);
$kept = null;
$never = new Async\Channel();
spawn(function () use ($pdo, $never) {
    $pdo->beginTransaction();
    $never->recv();
});
spawn(fn () => $pdo->exec('SELECT 1'));
?>
--EXPECTF--
%A
    - Pool(idle=0, active=1, reserved=0, max=1), connections held by Coroutine %d spawned at %sholder_report.php:8, suspended at %sholder_report.php:10 (Closure::__invoke)
%A
