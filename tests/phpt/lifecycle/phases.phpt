--TEST--
C-138, C-84, C-139: main, coroutines, shutdown functions, what they spawned, destructors, what those spawned
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;

use function Async\{await, spawn, suspend};

final class Last
{
    public function __destruct()
    {
        echo "destructor begins\n";
        spawn(fn() => print("spawned by the destructor\n"));
        suspend();
        echo "destructor ends\n";
    }
}
$last = new Last;
$go_on = new Channel(1);
register_shutdown_function(function () use ($go_on) {
    echo "first shutdown function\n";
    spawn(function () use ($go_on) {
        echo "spawned by the first\n";
        $go_on->recv();
        echo "the end of what the first spawned\n";
        register_shutdown_function(fn() => print("registered by a coroutine\n"));
    });
    echo "first shutdown function ends\n";
});
register_shutdown_function(function () use ($go_on) {
    echo "second shutdown function\n";
    echo await(spawn(fn() => "awaited by the second\n"));
    register_shutdown_function(function () use ($go_on) {
        spawn(function () use ($go_on) {
            echo "spawned by the third\n";
            $go_on->send(true);
        });
        echo "third shutdown function\n";
    });
});
spawn(function () {
    suspend();
    echo "coroutine\n";
    spawn(fn() => print("its child\n"));
});
echo "main ends\n";
?>
--EXPECT--
main ends
coroutine
its child
first shutdown function
first shutdown function ends
second shutdown function
spawned by the first
awaited by the second
third shutdown function
spawned by the third
the end of what the first spawned
registered by a coroutine
destructor begins
spawned by the destructor
destructor ends
