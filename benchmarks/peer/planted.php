<?php
// Three calls that keep the event loop, planted among coroutines that do not: does async.warn_blocking name them, and only
// them?   php -d extension=async -d async.warn_blocking=100 planted.php
//
// Prints one line of JSON: found, of 3; innocent, warnings about other places.

use function Async\await_all;
use function Async\delay;
use function Async\spawn;

$warnings = [];
set_error_handler(function (int $level, string $message, string $file, int $line) use (&$warnings): bool {
    $warnings[] = "$message in $file on line $line";
    return true;
});
$queue = msg_get_queue(random_int(1, 0x7fffffff), 0600);
$sender = pcntl_fork();  // before there are coroutines: afterwards a fork is refused
if ($sender === 0) {
    usleep(500000);
    msg_send($queue, 1, 'late');
    exit(0);
}
$turn = function (int $turns): void {
    for ($i = 0; $i < $turns; $i++) {
        delay(5);
    }
};
$all = array_map(fn () => spawn($turn, 100), range(1, 100));
$lines = [];
$all[] = spawn(function () use ($queue, &$lines): void {
    delay(20);
    $lines['msg_receive'] = __LINE__ + 1;
    msg_receive($queue, 1, $type, 100, $message);
});
$all[] = spawn(function () use (&$lines): void {
    delay(30);
    $lines['hash_pbkdf2'] = __LINE__ + 1;
    hash_pbkdf2('sha256', 'a', 'b', 400000);
});
$all[] = spawn(function () use (&$lines): void {
    delay(40);
    $lines['loop'] = [__LINE__, __LINE__ + 1];
    for ($until = microtime(true) + 0.3; microtime(true) < $until;) {
    }
});
[, $errors] = await_all($all);
msg_remove_queue($queue);
pcntl_waitpid($sender, $status);
fwrite(STDERR, implode("\n", $warnings) . "\n");

$found = 0;
foreach ($lines as $name => $line) {
    $at = implode('|', (array) $line);
    $named = preg_grep('~' . ($name === 'loop' ? '' : $name . '\(\) ') . 'blocked the event loop.* in ' . preg_quote(__FILE__) . " on line ($at)\$~", $warnings);
    $found += $named ? 1 : 0;
    $warnings = array_diff($warnings, $named);
}
echo json_encode(['found' => $found, 'innocent' => count($warnings), 'errors' => count($errors)]), "\n";
