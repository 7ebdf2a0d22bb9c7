--TEST--
C-210: a destructor runs in the coroutine that dropped the last reference and may suspend
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

class D { public function __construct(private string $n) {} public function __destruct() { echo "{$this->n} begins\n"; suspend(); echo "{$this->n} ends\n"; } }
spawn(function () { $d = new D('A'); unset($d); echo "after A\n"; });
spawn(function () { echo "B runs\n"; });
suspend();
spawn(fn() => new D('result'));
spawn(function () { echo "C runs\n"; });
suspend();
spawn(function (D $d) {}, new D('argument'));
?>
--EXPECTF--
A begins
B runs
A ends
after A
result begins
C runs
result ends
argument begins
argument ends
