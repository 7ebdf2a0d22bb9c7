--TEST--
IO-511: include never suspends while it compiles; autoloaders may, and two coroutines that load one class both get it (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$dir = sys_get_temp_dir() . '/async-include-' . getmypid();
mkdir($dir);
file_put_contents("$dir/big.php", '<?php return count([' . str_repeat('1, ', 100000) . '1]);');
file_put_contents("$dir/Loaded.php", '<?php class Loaded { const WHO = "loaded"; }');
$turns = 0;
$done = false;
spawn(function () use (&$turns, &$done) {
    while (!$done) {
        $turns++;
        suspend();
    }
});
suspend();
$before = $turns;
await(spawn(function () use ($dir, &$turns) {
    // Not from memory, as far as the system does what it is asked for.
    $forget = fn() => exec("sync $dir/big.php; dd of=$dir/big.php oflag=nocache conv=notrunc,fdatasync count=0 2>/dev/null");
    $forget();
    $before = $turns;
    var_dump(include "$dir/big.php");
    $forget();
    $between = $turns;
    var_dump(require "$dir/big.php");
    var_dump($turns - $between, $between > $before);
}));
$loads = 0;
spl_autoload_register(function ($class) use ($dir, &$loads) {
    $loads++;
    suspend();
    file_put_contents("$dir/noise", str_repeat('x', 200000));
    if (!class_exists($class, false)) {
        require "$dir/$class.php";
    }
});
$users = [spawn(fn() => Loaded::WHO), spawn(fn() => (new Loaded)::WHO)];
echo json_encode(array_map(fn($user) => await($user), $users)), ' ', $loads >= 1 ? 'loaded' : 'not', "\n";
$done = true;
array_map(unlink(...), glob("$dir/*"));
rmdir($dir);
?>
--EXPECT--
int(100001)
int(100001)
int(0)
bool(true)
["loaded","loaded"] loaded
