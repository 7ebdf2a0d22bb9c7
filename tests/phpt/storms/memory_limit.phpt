--TEST--
C-147: reaching memory_limit at any step of a script full of coroutines ends it with the engine's message (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip without the engine\'s memory manager there is no memory limit'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';

$work = <<<'CODE'
use Async\{Channel, Mutex, Scope, TaskGroup};
use function Async\{await_all, delay, spawn, suspend};
ini_set('memory_limit', memory_get_usage() + STEP);
$channel = new Channel(2);
$kept = [];
for ($i = 0; $i < 150; $i++) {
    $kept[] = spawn(function () use ($channel, $i, &$kept) {
        $text = str_repeat('x', 30000);
        try {
            $channel->send([$i, $text]);
            [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
            spawn(fn () => fwrite($b, "$text\n"));
            $kept[] = fgets($a);
            $group = new TaskGroup();
            $group->spawn(fn () => suspend());
            $group->spawn(fn () => throw new Exception('one'));
            try { $group->all()->await(); } catch (Throwable) {}
            delay(0);
        } finally {
            suspend();
        }
    });
}
spawn(function () use ($channel, &$kept) {
    foreach ($channel as $value) $kept[] = $value;
});
$scope = new Scope();
$scope->spawn(function () use (&$kept) {
    for ($i = 0; $i < 100; $i++) { $kept[] = range(1, 100); suspend(); }
});
$fiber = new Fiber(function () use (&$kept) { $kept[] = Fiber::suspend(file_get_contents(__FILE__)); });
$fiber->start();
$fiber->resume(1);
await_all(array_filter($kept, fn ($one) => $one instanceof Async\Coroutine));
$channel->close();
echo 'done';
CODE;
// The engine takes memory in steps of two megabytes, and counts those.
$outcomes = [];
$count = storm(12);
for ($i = 0; $i < $count; $i++) {
    $step = intdiv(14 << 20, $count) * $i;
    [$text, $status] = limited_php('', str_replace('STEP', (string) $step, $work));
    $outcome = match (true) {
        $status === 255 && preg_match('/^\R?(PHP )?Fatal error: +Allowed memory size of \d+ bytes exhausted/m', $text) === 1 => 'fatal',
        $status === 0 && $text === 'done' => 'done',
        // Too small already for what is used: the setting is refused.
        $status === 0 && str_contains($text, 'Failed to set memory limit') => 'refused',
        default => "step $step: $status $text",
    };
    $outcomes[$outcome] = true;
}
foreach (['fatal', 'done'] as $expected) {
    echo $expected, ': ', isset($outcomes[$expected]) ? 'seen' : 'not seen', "\n";
}
unset($outcomes['fatal'], $outcomes['done'], $outcomes['refused']);
print_r(array_keys($outcomes));
?>
--EXPECT--
fatal: seen
done: seen
Array
(
)
