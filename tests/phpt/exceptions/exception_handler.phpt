--TEST--
C-10: set_exception_handler() receives the cancellation itself (any order)
--EXTENSIONS--
async
--FILE--
<?php
set_exception_handler(function (Throwable $e) {
    echo get_class($e), ': ', $e->getMessage(), ', line ', $e->getLine(), "\n";
    throw new Async\AsyncCancellation('from the handler', 0, $e);
});
throw new Async\AsyncCancellation('first');
?>
--EXPECTF--
Async\AsyncCancellation: first, line 6

Fatal error: Uncaught Async\AsyncCancellation: first in %sexception_handler.php:6
Stack trace:
#0 {main}

Next Async\AsyncCancellation: from the handler in %sexception_handler.php:4
Stack trace:
#0 [internal function]: {closure%S}(Object(Async\AsyncCancellation))
#1 {main}
  thrown in %sexception_handler.php on line 4
