--TEST--
C-20, C-210: what a coroutine destroys at its end may warn, though no function is running any more
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

/** A stream that has something left to write, and nobody to write it to. */
function stream_to_nobody()
{
    [$stream, $peer] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    stream_filter_append($stream, 'convert.base64-encode', STREAM_FILTER_WRITE);
    fwrite($stream, 'x');
    fclose($peer);
    return $stream;
}

// An argument, a result that nobody asks for, the argument of one that never runs.
await(spawn(function ($stream): void {}, stream_to_nobody()));
await(spawn(function (): void {
    spawn(stream_to_nobody(...));
}));
Async\delay(1);
$never = spawn(function ($stream): void {}, stream_to_nobody());
$never->cancel();
unset($never);
Async\delay(1);
set_error_handler(function (int $level, string $message): bool {
    echo "handler: $message\n";
    return true;
});
await(spawn(function ($stream): void {}, stream_to_nobody()));
echo "done\n";
?>
--EXPECTF--

Notice: Unknown: Send of 4 bytes failed with errno=32 Broken pipe in %s on line %d

Notice: Unknown: Send of 4 bytes failed with errno=32 Broken pipe in %s on line %d

Notice: Unknown: Send of 4 bytes failed with errno=32 Broken pipe in %s on line %d
handler: Unknown: Send of 4 bytes failed with errno=32 Broken pipe
done
