--TEST--
C-147: where any single request for memory reaches memory_limit the script ends with the engine's message, and its shutdown functions run (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php require __DIR__ . '/../_inc/faults_skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';

/** The script with each $every-th request for memory refused; "crash" is what nothing may end in. */
function outcome(string $code, int $every): string
{
    [$text, $status] = failing_php('memory_limit', $every, $code);
    return match (true) {
        $status === 0 && str_ends_with($text, 'done') => 'done',
        $status === 255 && preg_match('/^(PHP )?Fatal error: +Allowed memory size of \d+ bytes exhausted/m', $text) === 1 => 'fatal',
        default => "crash with $status at $every: $text",
    };
}

// Each child takes ten times as long under a sanitizer.
$step = getenv('USE_ZEND_ALLOC') === '0' ? 4 : 1;

// All that little scripts need, one after the other. (Refused each second time, stock PHP does not survive either.)
foreach ([
    'a coroutine' => 'await(spawn(fn () => 1));',
    'await_all()' => 'await_all((function () { yield spawn(fn () => 1); })()); await_all([spawn(fn () => 2)]);',
    'a future' => '$state = new FutureState(); $future = (new Future($state))->map(fn ($value) => $value); $state->complete(1); $future->await();',
    'a channel' => '$channel = new Channel(); spawn(fn () => $channel->send(1)); $channel->recv(); $channel->close();',
    'a stream' => '[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0); spawn(fn () => fwrite($b, "x")); fread($a, 1);',
] as $what => $code) {
    $outcomes = [];
    $code = "use Async\\{Channel, Future, FutureState};\nuse function Async\\{await, await_all, spawn};\n$code\necho 'done';";
    for ($every = 3; ($outcomes[] = outcome($code, $every)) === 'fatal'; $every += $step);
    echo "$what: ", implode(', ', array_unique($outcomes)), $every > 6 ? '' : ", but only $every", "\n";
}

$work = <<<'CODE'
use Async\{Channel, Future, FutureState, Mutex, Pool, Scope, TaskGroup};
use function Async\{any_of, await_all, await_first_success, delay, iterate, select, spawn, suspend, timeout};
register_shutdown_function(fn () => spawn(fn () => suspend()));
$channel = new Channel(2);
$kept = [];
for ($i = 0; $i < 12; $i++) {
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
    for ($i = 0; $i < 20; $i++) { $kept[] = range(1, 100); suspend(); }
});
$state = new FutureState();
$future = (new Future($state))->map(fn ($value) => [$value]);
spawn(fn () => $state->complete('value'));
$kept[] = $future->await();
$pool = new Pool(factory: fn () => new stdClass(), max: 2);
$kept[] = $one = $pool->acquire();
$pool->release($one);
$mutex = new Mutex();
await_all([spawn(fn () => $mutex->lock()), spawn(fn () => exec('true'))]);
$kept[] = await_first_success([spawn(fn () => file_get_contents(__FILE__)), spawn(fn () => gethostbyname('127.0.0.1'))]);
$fiber = new Fiber(function () use (&$kept) { $kept[] = Fiber::suspend(file_get_contents(__FILE__)); });
$fiber->start();
$fiber->resume(1);
await_all(array_filter($kept, fn ($one) => $one instanceof Async\Coroutine));
$channel->close();
echo 'done';
CODE;
$outcomes = [];
for ($every = 13; $every < 800; $every += max(1, intdiv(24 * $step, storm(1)))) $outcomes[outcome($work, $every)] = true;
unset($outcomes['done']);
echo 'many: ', implode(', ', array_keys($outcomes)), "\n";
?>
--EXPECT--
a coroutine: fatal, done
await_all(): fatal, done
a future: fatal, done
a channel: fatal, done
a stream: fatal, done
many: fatal
