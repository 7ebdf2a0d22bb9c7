--TEST--
IO-11, IO-10, IO-12: where warnings become exceptions a cancelled call still throws the cancellation
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$server = stream_socket_server('tcp://127.0.0.1:0');  // accepts, never answers
$url = 'http://' . stream_socket_get_name($server, false) . '/';
foreach ([
    'SplFileObject' => fn() => new SplFileObject($url),
    'DirectoryIterator' => fn() => new DirectoryIterator("ftp://" . stream_socket_get_name($server, false) . '/'),
    'file_get_contents' => fn() => file_get_contents($url),
    'a handler that throws' => function () use ($url) {
        set_error_handler(fn($level, $text) => throw new ErrorException($text));
        try {
            return file_get_contents($url);
        } finally {
            restore_error_handler();
        }
    },
] as $title => $call) {
    $reason = new Async\AsyncCancellation($title);
    $coroutine = spawn($call);
    $peer = stream_socket_accept($server);  // it is connected, and waits for the answer
    suspend();
    $coroutine->cancel($reason);
    try {
        await($coroutine);
        echo "came back\n";
    } catch (Throwable $e) {
        echo $title, ': ', $e === $reason ? 'the object given to cancel()' : get_class($e) . ' ' . $e->getMessage(),
            $e->getPrevious() ? ', previous ' . get_class($e->getPrevious()) : '', "\n";
    }
}
// The race of a connection and its cancellation, after every number of turns: nothing but these three.
$outcomes = [];
for ($turns = 0; $turns < 12; $turns++) {
    $coroutine = spawn(function () use ($server) {
        return stream_socket_client('tcp://' . stream_socket_get_name($server, false));
    });
    for ($i = 0; $i < $turns; $i++) {
        suspend();
    }
    $started = $coroutine->isStarted();
    $coroutine->cancel();
    try {
        $outcome = is_resource(await($coroutine)) ? 'completed' : 'failed';
    } catch (Async\AsyncCancellation) {
        $outcome = $started ? 'cancelled' : 'cancelled before start';
    }
    $outcomes[$outcome] = true;
}
ksort($outcomes);
echo implode(', ', array_keys($outcomes)), "\n";
?>
--EXPECT--
SplFileObject: the object given to cancel()
DirectoryIterator: the object given to cancel()
file_get_contents: the object given to cancel()
a handler that throws: the object given to cancel()
cancelled, cancelled before start, completed
