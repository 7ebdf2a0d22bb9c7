--TEST--
IO-1201, IO-1203, IO-1211, IO-1215, IO-1222, IO-1241: the less usual ways to use a pooled PDO: fetch modes, error modes, constructors, callbacks that wait, lifetimes
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('pgsql', 'mysql', 'sqlite'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, suspend};

class Row { public $a, $b; }
$file = __DIR__ . '/edges_' . getmypid() . '.db';
$t = function (string $name, callable $f) { echo "-- $name\n"; try { $r = await(spawn($f)); echo is_scalar($r) ? $r : json_encode($r), "\n"; } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; } };
foreach (['pgsql', 'mysql', 'sqlite'] as $d) {
    $make = fn ($o = []) => $d === 'sqlite' ? new PDO("sqlite:$file", options: $o + [PDO::ATTR_POOL_ENABLED => true]) : pooled_pdo($d, $o);
    $p = $make([PDO::ATTR_POOL_MAX => 2]);
    $t("$d fetch modes", function () use ($p) {
        $o = new stdClass; $r = [];
        $s = $p->query('SELECT 1 AS a, 2 AS b'); $s->setFetchMode(PDO::FETCH_INTO, $o); $s->fetch(); $r[] = (array) $o;
        $r[] = $p->query('SELECT 1 AS a, 2 AS b')->fetchAll(PDO::FETCH_CLASS, 'Row');
        $r[] = $p->query('SELECT 1 AS a, 2 AS b')->fetchAll(PDO::FETCH_FUNC, function ($a, $b) use ($p) { suspend(); return $a + $b + $p->query('SELECT 5')->fetchColumn(); });
        $r[] = $p->query('SELECT 1 AS a, 2 AS b', PDO::FETCH_KEY_PAIR)->fetchAll();
        $r[] = $p->query('SELECT 1 AS a, 2 AS b')->fetch(PDO::FETCH_LAZY)->b;
        $r[] = $p->query('SELECT 1 AS a')->fetchObject()->a;
        foreach ($p->query('SELECT 7 AS a', PDO::FETCH_ASSOC) as $x) $r[] = $x;
        return $r;
    });
    $t("$d func throws", fn () => $p->query('SELECT 1')->fetchAll(PDO::FETCH_FUNC, fn () => throw new Exception('thrown')));
    $t("$d counts", fn () => counts($p));
    $t("$d meta", function () use ($p) {
        $s = $p->prepare('SELECT ? AS x'); $s->execute([1]); ob_start(); $s->debugDumpParams(); return [strlen(ob_get_clean()) > 20, $s->getColumnMeta(0)['name'] ?? null, $s->columnCount(), $s->rowCount() >= 0];
    });
    $t("$d nextRowset", fn () => $p->query('SELECT 1')->nextRowset());
    $t("$d cursor", function () use ($p) {
        $s = $p->prepare('SELECT 1', [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]); $s->execute(); return $s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_LAST);
    });
    $t("$d clone", fn () => clone $p);
    $t("$d serialize", fn () => serialize($p));
    $t("$d var_dump", fn () => print_r($p, true));
    $t("$d no parent ctor", function () {
        $x = new class extends PDO { function __construct() {} }; $r = []; foreach ([fn () => $x->getPool(), fn () => $x->query('SELECT 1'), fn () => $x->errorCode(), fn () => $x->errorInfo(), fn () => $x->getAttribute(PDO::ATTR_POOL_ENABLED), fn () => $x->prepare('x'), fn () => $x->exec('x'), fn () => $x->inTransaction(), fn () => $x->lastInsertId()] as $f) try { $r[] = var_export($f(), true); } catch (Throwable $e) { $r[] = $e->getMessage(); } return array_unique($r);
    });
    $t("$d silent", function () use ($make) {
        $q = $make([PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]); return [$q->query('bogus'), $q->errorCode(), $q->exec('bogus'), $q->prepare('SELECT') ? 1 : 0, $q->errorInfo()[0], counts($q)];
    });
    $t("$d warning", function () use ($make) {
        $q = $make([PDO::ATTR_ERRMODE => PDO::ERRMODE_WARNING]); return [@$q->query('bogus'), @$q->exec('bogus'), counts($q)];
    });
    $t("$d stmt class", function () use ($make) {
        eval('if (!class_exists("SC")) { class SC extends PDOStatement { private function __construct(public $a = 0) { Async\suspend(); if ($a === "boom") throw new Exception("boom"); } } }'); $q = $make([PDO::ATTR_STATEMENT_CLASS => ['SC', ['x']]]); $r = [$q->query('SELECT 1')->a]; $q->setAttribute(PDO::ATTR_STATEMENT_CLASS, ['SC', ['boom']]); try { $q->query('SELECT 1'); } catch (Exception $e) { $r[] = $e->getMessage(); } $r[] = counts($q); return $r;
    });
    $t("$d outlive", function () use ($make) {
        $q = $make(); $s = $q->prepare('SELECT 1'); unset($q); $s->execute(); $r = $s->fetchColumn(); unset($s); gc_collect_cycles(); return $r;
    });
    $t("$d destroyed while waiting", function () use ($make, $d) {
        $q = $make(); $w = WeakReference::create($q); $c = spawn(function () use ($w, $d) { $x = $w->get()->prepare($d === 'sqlite' ? 'SELECT 1' : sql($d, 'sleep', '0.2')); $x->execute(); return 'ok'; }); suspend(); suspend(); unset($q); return await($c);
    });
    $t("$d self-destroy in func", function () use ($make) {
        $q = $make(); $s = $q->query('SELECT 1'); $r = $s->fetchAll(PDO::FETCH_FUNC, function () use (&$q, &$s) { $q = null; $s = null; suspend(); return 4; }); return $r;
    });
    $t("$d max1 nested", function () use ($make) {
        $q = $make([PDO::ATTR_POOL_MAX => 1]); $q->beginTransaction(); $s = $q->query('SELECT 1'); $c = spawn(fn () => $q->query('SELECT 2')->fetchColumn()); suspend(); suspend(); unset($s); $q->commit(); return await($c) . counts($q);
    });
    $t("$d return cancelled", function () use ($make) {
        $q = $make([PDO::ATTR_POOL_MAX => 1]); $r = []; for ($i = 0; $i < 8; $i++) { $c = spawn(function () use ($q) { $q->beginTransaction(); $q->exec('SELECT 1'); try { $q->exec('SET SESSION x = 1'); } catch (PDOException) {} }); for ($j = 0; $j < $i; $j++) suspend(); $c->cancel(); try { await($c); } catch (Throwable $e) { $r[get_class($e)] = 1; } } return [array_keys($r), $q->query('SELECT 6')->fetchColumn(), counts($q)];
    });
}
$p = new PDO("sqlite:$file", options: [PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => 2]);
$p->sqliteCreateFunction('slow', function ($x) { suspend(); return $x * 2; });
$p->sqliteCreateFunction('boom', function ($x) { suspend(); throw new Exception("boom $x"); });
$p->sqliteCreateFunction('again', function ($x) use ($p) { return $p->query('SELECT 10')->fetchColumn() + $x; });
$p->sqliteCreateAggregate('agg', function ($c, $n, $v) { suspend(); return $c + $v; }, fn ($c) => $c);
$p->sqliteCreateCollation('coll', function ($a, $b) { suspend(); return strcmp($a, $b); });
$t('sqlite func', fn () => $p->query('SELECT slow(4)')->fetchColumn());
$t('sqlite boom', fn () => $p->query('SELECT boom(4)')->fetchColumn());
$t('sqlite again', fn () => $p->query('SELECT again(4)')->fetchColumn());
$t('sqlite agg', fn () => $p->query('SELECT agg(x) FROM (SELECT 1 x UNION SELECT 2)')->fetchColumn());
$t('sqlite coll', fn () => json_encode($p->query("SELECT x FROM (SELECT 'b' x UNION ALL SELECT 'a') ORDER BY x COLLATE coll")->fetchAll(PDO::FETCH_COLUMN)));
$t('sqlite cancelled in func', function () use ($p) {
        $c = spawn(fn () => $p->query('SELECT slow(1)+slow(2)+slow(3)')->fetchColumn()); suspend(); $c->cancel(); try { return await($c); } catch (Throwable $e) { return get_class($e) . counts($p); }
    });
$t('sqlite two in', function () use ($p) {
        return json_encode(Async\await_all([spawn(fn () => $p->query('SELECT slow(1)')->fetchColumn()), spawn(fn () => $p->query('SELECT slow(2)')->fetchColumn())])[0]);
    });
$plain = new PDO('sqlite::memory:');
$plain->sqliteCreateFunction('slow', function ($x) { suspend(); return $x * 2; });
$plain->sqliteCreateFunction('die', function ($x) use (&$plain) { $plain = null; suspend(); return 5; });
$t('plain sqlite die', fn () => $plain->query('SELECT die(1)')->fetchColumn());
echo "end\n";
?>
--CLEAN--
<?php array_map(unlink(...), glob(__DIR__ . '/edges_*.db*')); ?>
--EXPECTF--
-- pgsql fetch modes
[{"a":1,"b":2},[{"a":1,"b":2}],[8],{"1":2},2,1,{"a":7}]
-- pgsql func throws
Exception: thrown
-- pgsql counts
count 1, idle 1, active 0
-- pgsql meta
[true,"x",1,true]
-- pgsql nextRowset
PDOException: SQLSTATE[IM001]: Driver does not support this function: driver does not support multiple rowsets
-- pgsql cursor
[1]
-- pgsql clone
Error: Trying to clone an uncloneable object of class PDO
-- pgsql serialize
Exception: Serialization of 'PDO' is not allowed
-- pgsql var_dump
PDO Object
(
)

-- pgsql no parent ctor
["NULL","%r(PDO object is not initialized, constructor was not called|PDO@anonymous object is uninitialized)%r"]
-- pgsql silent
[false,"42601",false,1,"00000","count 1, idle 1, active 0"]
-- pgsql warning
[false,false,"count 1, idle 1, active 0"]
-- pgsql stmt class
["x","boom","count 1, idle 1, active 0"]
-- pgsql outlive
1
-- pgsql destroyed while waiting
ok
-- pgsql self-destroy in func
[4]
-- pgsql max1 nested
2count 1, idle 1, active 0
-- pgsql return cancelled
[["Async\\AsyncCancellation"],6,"count 1, idle 1, active 0"]
-- mysql fetch modes
[{"a":1,"b":2},[{"a":1,"b":2}],[8],{"1":2},2,1,{"a":7}]
-- mysql func throws
Exception: thrown
-- mysql counts
count 1, idle 1, active 0
-- mysql meta
[true,"x",1,true]
-- mysql nextRowset

-- mysql cursor
[1]
-- mysql clone
Error: Trying to clone an uncloneable object of class PDO
-- mysql serialize
Exception: Serialization of 'PDO' is not allowed
-- mysql var_dump
PDO Object
(
)

-- mysql no parent ctor
["NULL","%r(PDO object is not initialized, constructor was not called|PDO@anonymous object is uninitialized)%r"]
-- mysql silent
[false,"42000",false,1,"00000","count 1, idle 1, active 0"]
-- mysql warning
[false,false,"count 1, idle 1, active 0"]
-- mysql stmt class
["x","boom","count 1, idle 1, active 0"]
-- mysql outlive
1
-- mysql destroyed while waiting
ok
-- mysql self-destroy in func
[4]
-- mysql max1 nested
2count 1, idle 1, active 0
-- mysql return cancelled
[["Async\\AsyncCancellation"],6,"count 1, idle 1, active 0"]
-- sqlite fetch modes
[{"a":1,"b":2},[{"a":1,"b":2}],[8],{"1":2},2,1,{"a":7}]
-- sqlite func throws
Exception: thrown
-- sqlite counts
count 1, idle 1, active 0
-- sqlite meta
[true,"x",1,true]
-- sqlite nextRowset
PDOException: SQLSTATE[IM001]: Driver does not support this function: driver does not support multiple rowsets
-- sqlite cursor
Error: Call to a member function execute() on %r(bool|false)%r
-- sqlite clone
Error: Trying to clone an uncloneable object of class PDO
-- sqlite serialize
Exception: Serialization of 'PDO' is not allowed
-- sqlite var_dump
PDO Object
(
)

-- sqlite no parent ctor
["NULL","%r(PDO object is not initialized, constructor was not called|PDO@anonymous object is uninitialized)%r"]
-- sqlite silent
[false,"HY000",false,0,"HY000","count 1, idle 1, active 0"]
-- sqlite warning
[false,false,"count 1, idle 1, active 0"]
-- sqlite stmt class
["x","boom","count 1, idle 1, active 0"]
-- sqlite outlive
1
-- sqlite destroyed while waiting
ok
-- sqlite self-destroy in func
[4]
-- sqlite max1 nested
2count 1, idle 1, active 0
-- sqlite return cancelled
[["Async\\AsyncCancellation"],6,"count 1, idle 1, active 0"]
-- sqlite func
8
-- sqlite boom
Exception: boom 4
-- sqlite again
14
-- sqlite agg
3
-- sqlite coll
["a","b"]
-- sqlite cancelled in func
Async\AsyncCancellationcount 1, idle 1, active 0
-- sqlite two in
[2,4]
-- plain sqlite die
5
end
