--TEST--
IO-1201, IO-1215: a PDO that is constructed twice: pooled and then not, not and then pooled
--SKIPIF--
<?php
require __DIR__ . '/../_inc/databases.php';
skip_without('pgsql', 'mysql', 'sqlite');
if (PHP_DEBUG) die('skip PHP itself loses the connection of a PDO that is constructed twice, and a debug build reports it');
?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

$file = __DIR__ . '/constructed_twice_' . getmypid() . '.db';
$t = function (string $name, callable $f) { echo "-- $name\n", await(spawn($f)), "\n"; };
foreach (['pgsql', 'mysql', 'sqlite'] as $d) {
    $p = $d === 'sqlite' ? new PDO("sqlite:$file", options: [PDO::ATTR_POOL_ENABLED => true]) : pooled_pdo($d);
    $p->query('SELECT 1')->fetchAll();
    $t("$d reconstruct", function () use ($p, $d) {
        $p->__construct(...($d === 'sqlite' ? ['sqlite::memory:'] : dsn($d))); return $p->query('SELECT 3')->fetchColumn();
    });
    $t("$d reconstruct pooled", function () use ($p, $d, $file) {
        [$a, $b, $c] = $d === 'sqlite' ? ["sqlite:$file", null, null] : dsn($d); $p->__construct($a, $b, $c, [PDO::ATTR_POOL_ENABLED => true]); return $p->query('SELECT 3')->fetchColumn() . ' ' . counts($p);
    });
    $t("$d plain to pooled", function () use ($d, $file) {
        [$a, $b, $c] = $d === 'sqlite' ? ["sqlite:$file", null, null] : dsn($d); $q = new PDO($a, $b, $c); $s = $q->query('SELECT 9'); $q->__construct($a, $b, $c, [PDO::ATTR_POOL_ENABLED => true]); return $s->fetchColumn() . $q->query('SELECT 3')->fetchColumn();
    });
}

// The methods of the driver, used before and after.
$g = function (PDO $p) { $p->sqliteCreateFunction('g', fn ($x) => 2 * $x, 1); return $p->query('SELECT g(4)')->fetchColumn(); };
foreach ([[true, false], [false, true], [true, true]] as $pooled) {
    [$first, $second] = array_map(fn ($on) => $on ? [PDO::ATTR_POOL_ENABLED => true] : [], $pooled);
    $p = new PDO("sqlite:$file", null, null, $first);
    echo $g($p), ' ';
    $p->__construct("sqlite:$file", null, null, $second);
    echo $g($p), "\n";
}
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/constructed_twice_*.db*')); ?>
--EXPECT--
-- pgsql reconstruct
3
-- pgsql reconstruct pooled
3 count 1, idle 1, active 0
-- pgsql plain to pooled
93
-- mysql reconstruct
3
-- mysql reconstruct pooled
3 count 1, idle 1, active 0
-- mysql plain to pooled
93
-- sqlite reconstruct
3
-- sqlite reconstruct pooled
3 count 1, idle 1, active 0
-- sqlite plain to pooled
93
8 8
8 8
8 8
