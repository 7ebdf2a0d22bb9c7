--TEST--
IO-805, IO-813: a child that outlives the request it was started in is collected by a later request of the process
--EXTENSIONS--
async
--SKIPIF--
<?php if (!is_file('/proc/self/task/' . getmypid() . '/children')) die('skip needs the list of children in /proc'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
$script = __DIR__ . '/outlives_request.inc.php';
// The first request leaves children, the second waits until they have ended, the third finds none of them.
file_put_contents($script, <<<'PHP'
<?php
function states(): string
{
    $states = '';
    foreach (array_filter(explode(' ', file_get_contents('/proc/self/task/' . getmypid() . '/children'))) as $child) {
        $states .= preg_match('/\) (\S) /', (string) @file_get_contents("/proc/$child/stat"), $match) ? $match[1] : '';
    }
    return $states;
}
$count = __DIR__ . '/outlives_request.count';
$request = (int) @file_get_contents($count) + 1;
file_put_contents($count, $request);
if ($request === 1) {
    Async\spawn(fn () => exec('sleep 0.1'));
    Async\spawn(fn () => proc_close(proc_open(['sleep', '0.1'], [], $pipes)));
    $left = proc_open(['sleep', '0.1'], [], $pipes);
    for ($i = 0; $i < 3; $i++) {
        Async\suspend();
    }
    echo strlen(states()), " children, then the end\n";
    $argv[1] === 'exit' ? exit : trigger_error('fatal', E_USER_ERROR);
}
while (trim(states(), 'Z') !== '') {
    usleep(1000);
}
echo $request === 3 ? 'left: ' . (states() ?: 'none') . "\n" : '';
PHP);
foreach (['exit', 'error'] as $end) {
    @unlink(__DIR__ . '/outlives_request.count');
    $child = proc_open(php_child('-d', 'display_errors=0', '-d', 'log_errors=0', '--repeat', '3', $script, $end),
        [1 => ['pipe', 'w'], 2 => ['file', '/dev/null', 'w']], $pipes);
    preg_match_all('/^(\d+ children.*|left.*)$/m', stream_get_contents($pipes[1]), $lines);
    echo "$end: ", implode('; ', $lines[0]), "\n";
    proc_close($child);
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/outlives_request.inc.php');
@unlink(__DIR__ . '/outlives_request.count');
?>
--EXPECT--
exit: 3 children, then the end; left: none
error: 3 children, then the end; left: none
