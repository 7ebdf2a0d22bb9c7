--TEST--
C-10: an uncaught cancellation prints like an uncaught exception, chain included (any order)
--EXTENSIONS--
async
--INI--
html_errors=0
--FILE--
<?php
function work() {
    throw new Async\OperationCanceledException('Operation has been cancelled', 0,
        new Async\TimeoutException('too long', 0, new Cancellation('', 0, new Error('root'))));
}
register_shutdown_function(fn() => print("shutdown\n"));
work();
?>
--EXPECTF--
Fatal error: Uncaught Error: root in %suncaught_chain.php:%d
Stack trace:
#0 %suncaught_chain.php(%d): work()
#1 {main}

Next Cancellation in %suncaught_chain.php:%d
Stack trace:
#0 %suncaught_chain.php(%d): work()
#1 {main}

Next Async\TimeoutException: too long in %suncaught_chain.php:%d
Stack trace:
#0 %suncaught_chain.php(%d): work()
#1 {main}

Next Async\OperationCanceledException: Operation has been cancelled in %suncaught_chain.php:3
Stack trace:
#0 %suncaught_chain.php(%d): work()
#1 {main}
  thrown in %suncaught_chain.php on line 3
shutdown
