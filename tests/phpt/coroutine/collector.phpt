--TEST--
C-211, C-212: before the first spawn() collection is stock; afterwards it has a coroutine of its own
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

class N { public $o; public function __construct(private string $n) {} public function __destruct() { echo "{$this->n} begins\n"; suspend(); echo "{$this->n} ends\n"; } }
function cycle(string $n): void { $a = new N($n); $a->o = $a; }
cycle('sync');
var_dump(gc_collect_cycles());
spawn(function () { echo "X\n"; });
cycle('deferred');
var_dump(gc_collect_cycles());
spawn(function () { echo "Y\n"; });
suspend();
?>
--EXPECTF--
sync begins
sync ends
int(1)
int(0)
deferred begins
X
Y
deferred ends
