--TEST--
C-167: a generator may suspend, and be resumed from several coroutines (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

function numbers() { for ($i = 0; $i < 3; $i++) { delay(1); yield $i; } }
foreach (numbers() as $n) echo $n;
$g = (function () { $x = yield 1; suspend(); $y = yield $x; return "$x$y"; })();
$g->current();
echo await(spawn(fn() => $g->send('a'))), await(spawn(function () use ($g) { $g->send('b'); return $g->getReturn(); })), "\n";
spawn(function () { foreach (numbers() as $n) { if ($n === 1) { delay(1000000); } } });
delay(100);
exit("main ends\n");
?>
--EXPECTF--
012aab
main ends
