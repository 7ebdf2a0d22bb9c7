--TEST--
TC-8, TC-10, TR-8: a handle that is sent is the same channel; what is left inside is released, cycles are found; nobody else reaches it: a deadlock (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\ThreadChannel;
use function Async\{await, spawn, suspend};

$outer = new ThreadChannel;
$inner = new ThreadChannel(3);
$outer->send([$inner, $inner]);
[$copy, $again] = $outer->recv();
var_dump($copy === $inner, $copy === $again, $copy->capacity());
$copy->send('through the copy');
echo $inner->recv(), "\n";
$inner->close();
var_dump($copy->isClosed());
unset($copy, $again, $inner);

// Made in a coroutine and a scope that are gone.
$scope = new Async\Scope;
$survivor = await($scope->spawn(fn() => new ThreadChannel));
$scope->dispose();
$survivor->send('still open');
echo $survivor->recv(), "\n";

class Loud { function __destruct() { echo "released\n"; } }
$survivor->send([new Loud]);  // the original and its copy
echo "sent\n";
unset($survivor);
echo "gone\n";

// Inside itself.
$self = new ThreadChannel;
$self->send([$self, new Loud]);
unset($self);
gc_collect_cycles();
suspend();  // the collector has a coroutine of its own
echo "collected\n";

spawn(function () {
    $nobody = new ThreadChannel;
    $nobody->recv();
});
?>
--EXPECTF--
bool(false)
bool(true)
int(3)
through the copy
bool(true)
still open
released
sent
released
gone
released
released
collected

=== DEADLOCK REPORT START ===
Coroutines waiting: 1, active_events: 0

Coroutine %d spawned at %s:%d, suspended at %s:%d (Closure::__invoke)
  waiting for:
    - ThreadChannel(capacity=16, count=0)

=== DEADLOCK REPORT END   ===
%A
