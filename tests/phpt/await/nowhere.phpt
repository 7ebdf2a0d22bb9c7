--TEST--
C-120: where no coroutine can exist (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await_all, await_any_or_fail, spawn, suspend};

class Late {
    function __destruct() {
        // The context goes together with its coroutine, which has ended: nobody is running here.
        try {
            await_all([]);
        } catch (Async\AsyncException $e) {
            echo $e->getMessage(), "\n";
        }
    }
}
spawn(function () {
    Async\coroutine_context()->set('late', new Late);
});
suspend();
?>
--EXPECT--
Cannot await futures outside of a coroutine
