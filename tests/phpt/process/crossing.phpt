--TEST--
IO-2, IO-3, IO-802: a process started before the first use of Async\ is ended cooperatively, and the other way round (any order)
--EXTENSIONS--
async
posix
--FILE--
<?php
use function Async\{spawn, await, suspend};

$fifo = sys_get_temp_dir() . '/async-crossing-' . getmypid();
posix_mkfifo($fifo, 0600);
$pipe = popen("read x <$fifo; exit 21", 'r');
$process = proc_open("read x <$fifo; exit 22", [], $pipes);
$closers = [spawn(fn() => pclose($pipe)), spawn(fn() => proc_close($process))];
for ($i = 0; $i < 10; $i++) {
    suspend();  // both wait
}
foreach ($closers as $closer) {
    echo $closer->isCompleted() ? "too early\n" : "waits\n";
}
// One line each, whoever opens it when.
$writer = fopen($fifo, 'r+');
fwrite($writer, "a\nb\n");
var_dump(await($closers[0]), await($closers[1]));
fclose($writer);
unlink($fifo);

// A stream of the scheduler's time that is closed when the request ends, without one.
$GLOBALS['late'] = popen('exit 1', 'r');
register_shutdown_function(function () {
    echo "end\n";
});
?>
--EXPECT--
waits
waits
int(21)
int(22)
end
