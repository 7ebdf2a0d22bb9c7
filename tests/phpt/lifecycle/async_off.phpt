--TEST--
C-23, C-86: after the request's end suspend() does nothing and spawn() says that async is off (any order)
--EXTENSIONS--
async
session
--INI--
session.use_cookies=0
session.cache_limiter=
session.save_path={PWD}
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn, suspend};

// The session module ends after this one, and calls its handler then.
final class Store implements SessionHandlerInterface
{
    public function open($path, $name): bool { return true; }
    public function read($id): string|false { return ''; }
    public function destroy($id): bool { return true; }
    public function gc($lifetime): int|false { return 0; }
    public function close(): bool { return true; }
    public function write($id, $data): bool
    {
        suspend();
        echo "suspend() returned\n";
        foreach ([fn() => spawn(fn() => 1), fn() => delay(1), fn() => current_coroutine(), fn() => new Async\Scope() && Async\current_context()] as $use) {
            try { $use(); } catch (Throwable $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
        }
        usleep(1);
        return true;
    }
}
session_set_save_handler(new Store(), false);
session_id('test');
session_start();
$_SESSION['x'] = 1;
spawn(fn() => print("coroutine\n"));
?>
--EXPECT--
coroutine
suspend() returned
Async\AsyncException: The operation cannot be executed while async is off
Async\AsyncException: The operation cannot be executed while async is off
Async\AsyncException: The current coroutine is not defined
Async\AsyncException: The operation cannot be executed while async is off
