--TEST--
SI-6, X-7: nothing is installed before the first signal(), which starts the scheduler without suspending; fatal errors leave no handler behind (any order)
--EXTENSIONS--
async
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, get_coroutines, signal};

function caught(): string {
    preg_match('/SigCgt:\s*(\w+)/', file_get_contents('/proc/self/status'), $match);
    return $match[1];
}
$before = caught();
$fds = count(scandir('/proc/self/fd'));
$future = signal(Signal::SIGWINCH)->ignore();
var_dump(get_coroutines() === [], $before !== caught());
$future = null;
var_dump($before === caught());

$pid = pcntl_fork();
if ($pid === 0) {
    $f = signal(Signal::SIGINT);
    register_shutdown_function(fn() => posix_kill(getmypid(), SIGINT));
    ini_set('display_errors', 0);
    ini_set('log_errors', 0);
    trigger_error('fatal', E_USER_ERROR);
}
pcntl_waitpid($pid, $status);
var_dump(pcntl_wifexited($status), pcntl_wexitstatus($status));
?>
--SKIPIF--
<?php if (!is_readable('/proc/self/status')) die('skip needs /proc'); ?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
int(255)
