--TEST--
C-163, C-84: coroutines that need the class another one is loading wait for it, or load it themselves when that failed
--EXTENSIONS--
async
--FILE--
<?php
use Async\AsyncCancellation;
use function Async\{await, spawn, suspend};

$cancel_first = false;
spl_autoload_register(function (string $class) use (&$cancel_first) {
    echo "loading $class\n";
    spawn(function () {});
    suspend();
    if ($class === 'Missing') return;
    if ($class === 'Recursive') {
        var_dump(class_exists('Recursive'));
    }
    if (!class_exists($class, false)) eval("class $class { const FROM = '$class'; }");
    echo "loaded $class\n";
});

$users = [];
for ($i = 0; $i < 3; $i++) $users[] = spawn(fn() => K1::FROM . $i);
foreach ($users as $user) echo await($user), "\n";

echo "-- a class that needs itself while it is loaded\n";
var_dump(await(spawn(fn() => Recursive::FROM)));

echo "-- nobody has it\n";
$users = [spawn(fn() => class_exists('Missing')), spawn(fn() => class_exists('Missing'))];
foreach ($users as $user) var_dump(await($user));

echo "-- the loader is cancelled\n";
$first = spawn(fn() => K2::FROM);
$second = spawn(fn() => K2::FROM);
$third = spawn(fn() => K2::FROM);
suspend();
$first->cancel(new AsyncCancellation('not you'));
$third->cancel(new AsyncCancellation('nor you'));
foreach ([$first, $second, $third] as $user) {
    try { echo await($user), "\n"; } catch (Async\AsyncCancellation $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}
?>
--EXPECT--
loading K1
loaded K1
K10
K11
K12
-- a class that needs itself while it is loaded
loading Recursive
bool(false)
loaded Recursive
string(9) "Recursive"
-- nobody has it
loading Missing
loading Missing
bool(false)
bool(false)
-- the loader is cancelled
loading K2
loading K2
Async\AsyncCancellation: not you
loaded K2
K2
Async\AsyncCancellation: nor you
