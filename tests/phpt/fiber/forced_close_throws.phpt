--TEST--
C-175: what a Fiber throws while it is closed at the end is a fatal error with the stock text
--EXTENSIONS--
async
--FILE--
<?php
Async\spawn(fn() => print("coroutine\n"));
$fiber = new Fiber(function () { try { Fiber::suspend(); } finally { throw new Exception('while closing'); } });
$fiber->start();
echo "end\n";
?>
--EXPECTF--
coroutine
end

Fatal error: Uncaught Exception: while closing in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line %d
