--TEST--
C-54, C-55, C-56, C-57: where a coroutine was spawned, where it stands and what it waits for
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

function inner() {
    delay(1000000);
}
$c = spawn(function () {
    inner();
});
var_dump($c->getTrace(), basename($c->getSpawnLocation()), $c->getSuspendLocation(), $c->getSuspendFileAndLine());
suspend();
[$file, $line] = $c->getSuspendFileAndLine();
var_dump(basename($file), $line, basename($c->getSpawnFileAndLine()[0]));
foreach ($c->getTrace() as $frame) echo $frame['function'], ' ', $frame['line'] ?? '-', "\n";
$waiter = spawn(fn() => await($c));
suspend();
echo preg_replace('/\S+\//', '', $waiter->getAwaitingInfo()[0]), "\n";
$c->cancel();
try {
    await($waiter);
} catch (\Cancellation) {
}
var_dump($c->getTrace(), $c->getAwaitingInfo(), get_class($c->getException()));
?>
--EXPECTF--
NULL
string(19) "introspection.php:7"
string(7) "unknown"
array(2) {
  [0]=>
  NULL
  [1]=>
  int(0)
}
string(17) "introspection.php"
int(5)
string(17) "introspection.php"
Async\delay 5
inner 8
{closure%S} -
Coroutine %d spawned at introspection.php:7, suspended at introspection.php:5 (%s)
NULL
array(0) {
}
string(23) "Async\AsyncCancellation"
