--TEST--
IO-70, D-13: where the functions of a kind of stream cannot be replaced, the scheduler does not start beside such a stream, and later none is made that would block everybody (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php require __DIR__ . '/../_inc/faults_skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storms.inc';

$cases = [
    'met before' => [1, <<<'CODE'
        [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        try {
            spawn(fn() => fgets($a));
        } catch (Async\AsyncException $e) {
            echo $e->getMessage(), "\n";
        }
        fwrite($b, "as stock\n");
        echo fgets($a);
        CODE],
    'met later' => [1, <<<'CODE'
        await(spawn(function () {
            var_dump(stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0));
            $pipe = popen('echo pipe', 'r');  // replaced from the start
            echo fgets($pipe);
        }));
        CODE],
    // Each replacement makes the table writable and then read-only again.
    'only once' => [3, <<<'CODE'
        [$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $name = sys_get_temp_dir() . '/async-table-' . getmypid();
        $server = stream_socket_server("unix://$name");
        $acceptor = spawn(fn() => stream_socket_accept($server));
        Async\suspend();
        $client = stream_socket_client("unix://$name");
        unlink($name);
        fwrite(await($acceptor), "unix\n");
        echo fgets($client);
        CODE],
];
$library = escapeshellarg(faults_library());
foreach ($cases as $title => [$every, $code]) {
    [$text, $status] = limited_php("export ASYNC_PRELOAD=$library LD_PRELOAD=$library ASYNC_FAULT_KIND=mprotect ASYNC_FAULT_EVERY=$every;",
        "use function Async\\{await, spawn};\nputenv('ASYNC_FAULTS=begin');\n$code", '-d', 'opcache.enable_cli=0');
    echo "-- $title\n$text\n$status\n";
}
?>
--EXPECTF--
-- met before
The scheduler cannot be started: the functions of generic_socket streams cannot be replaced: Cannot allocate memory
as stock
0
-- met later

Warning: stream_socket_pair(): The functions of generic_socket streams cannot be replaced: Cannot allocate memory in %s on line %d
bool(false)
pipe
0
-- only once
unix
0
