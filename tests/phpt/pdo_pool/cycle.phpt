--TEST--
IO-1241: an SQL function that holds what holds the pooled PDO is no leak: the cycle is collected, and not while a statement is alive
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('sqlite'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await};

class Repository
{
    public PDO $pdo;

    public function __construct()
    {
        $this->pdo = new PDO('sqlite:' . __DIR__ . '/cycle_' . getmypid() . '.db', null, null, [PDO::ATTR_POOL_ENABLED => true]);
        $this->pdo->sqliteCreateFunction('twice', fn ($x) => $this->twice($x), 1);
    }

    private function twice($x)
    {
        return 2 * $x;
    }
}

$one = new Repository();
echo $one->pdo->query('SELECT twice(2)')->fetchColumn(), ' ';
echo await(spawn(fn () => $one->pdo->query('SELECT twice(3)')->fetchColumn())), "\n";
$seen = WeakReference::create($one);
unset($one);
gc_collect_cycles();
Async\delay(1);
var_dump($seen->get());

$two = new Repository();
$statement = $two->pdo->prepare('SELECT twice(?)');
$seen = WeakReference::create($two);
unset($two);
gc_collect_cycles();
Async\delay(1);
$statement->execute([4]);
echo $statement->fetchColumn(), "\n";
unset($statement);
gc_collect_cycles();
Async\delay(1);
var_dump($seen->get());
?>
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/cycle_*.db*'));
?>
--EXPECT--
4 6
NULL
8
NULL
