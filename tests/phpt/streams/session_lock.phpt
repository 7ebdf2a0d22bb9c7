--TEST--
IO-1303, IO-10, IO-12: session_start() waits for a locked session file and keeps nobody; a second caller waits for its turn; cancelled there is no session
--EXTENSIONS--
async
session
--SKIPIF--
<?php if (PHP_OS_FAMILY !== 'Linux') die('skip needs import slots'); ?>
--FILE--
<?php
use function Async\{spawn, await, suspend};

ob_start();  // no headers yet
$dir = sys_get_temp_dir() . '/async-session-' . getmypid();
mkdir($dir);
session_save_path($dir);
session_id('abc');
ini_set('session.use_cookies', '0');
ini_set('session.cache_limiter', '');
file_put_contents("$dir/sess_abc", 'name|s:3:"Ann";');

$hold = function () use ($dir, &$pipes) {
    $code = '$f = fopen($argv[1], "r+"); flock($f, LOCK_EX); echo "held\n"; fgets(STDIN);';
    $child = proc_open([PHP_BINARY, '-n', '-r', $code, '--', "$dir/sess_abc"], [['pipe', 'r'], ['pipe', 'w']], $pipes);
    echo fgets($pipes[1]);
    return $child;
};
$child = $hold();
$turns = 0;
$first = spawn(fn() => [session_start(), $_SESSION['name']]);
$second = spawn(fn() => [@session_start(), preg_replace('/ .started from.*/', '', error_get_last()['message']), session_status() === PHP_SESSION_ACTIVE]);
for ($i = 0; $i < 10; $i++) {
    suspend();
    $turns++;
}
echo $turns, ' turns, ', (int) $first->isCompleted(), (int) $second->isCompleted(), "\n";
fclose($pipes[0]);
echo json_encode(await($first)), "\n", json_encode(await($second)), "\n";
$_SESSION['name'] = 'Bob';
session_write_close();
echo file_get_contents("$dir/sess_abc"), "\n";
proc_close($child);

$child = $hold();
$waiter = spawn(fn() => session_start());
for ($i = 0; $i < 5; $i++) {
    suspend();
}
$waiter->cancel(new Async\AsyncCancellation('enough'));
try {
    await($waiter);
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), ', ', session_status() === PHP_SESSION_NONE ? 'none' : 'active', "\n";
}
fclose($pipes[0]);
proc_close($child);
session_start();
echo $_SESSION['name'], "\n";
session_destroy();
echo count(glob("$dir/*")), " left\n";
rmdir($dir);
?>
--EXPECT--
held
10 turns, 00
[true,"Ann"]
[true,"session_start(): Ignoring session_start() because a session is already active",true]
name|s:3:"Bob";
held
enough, none
Bob
0 left
