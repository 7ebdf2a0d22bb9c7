--TEST--
FU-17, FU-18, FU-19, FU-20, FU-21: what is said about futures nobody looked at (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState};
use function Async\{await, await_all, spawn, suspend, timeout};

set_error_handler(function () { echo "not for user handlers\n"; });
ob_start(fn($text) => str_replace(__DIR__ . DIRECTORY_SEPARATOR, '', $text));
echo "-- never used\n";
Future::completed(1);
new FutureState;
$state = new FutureState;
$future = new Future($state);
unset($future);
echo "the state is still there\n";
unset($state);
echo "-- never used, and failed\n";
Future::failed(new Exception('MSG'));
(new Future(new FutureState))->cancel();
echo "-- ignored\n";
Future::failed(new Exception)->ignore();
(new FutureState)->ignore();
var_dump(($future = Future::completed())->ignore() === $future);
$state = new FutureState;
$state->ignore();
$state->error(new Exception);
unset($state, $future);
echo "-- used\n";
Future::completed()->await();
await(Future::completed());
await_all([Future::completed(), Future::failed(new Exception)]);
Future::completed()->map(fn() => 1)->await();
Future::completed()->catch(fn() => 1)->await();
Future::completed()->finally(fn() => 1)->await();
try {
    (new Future(new FutureState))->await(Future::failed(new Exception('a token that failed')));
} catch (AsyncCancellation) {
}
echo "-- an await that was given up\n";
$state = new FutureState;
try {
    (new Future($state))->await(timeout(1));
} catch (AsyncCancellation) {
}
$state->error(new Exception('nobody waits any more'));
unset($state);
echo "-- handled by catch, and by who awaits a derived one\n";
Future::failed(new Exception)->catch(fn() => 1)->await();
$state = new FutureState;
$mapped = (new Future($state))->map(fn() => 1);
spawn(fn() => $state->error(new Exception('passes map')));
try {
    $mapped->await();
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
unset($mapped, $state);
suspend();
echo "-- a chain handles what passes through\n";
$state = new FutureState;
$mapped = (new Future($state))->finally(fn() => 1);
$mapped->finally(fn() => 1)->ignore();
$state->error(new Exception('through two'));
unset($state);
suspend();
echo "-- end\n";
?>
--EXPECT--
-- never used

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at ignored.php:8 in Unknown on line 0

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at ignored.php:9 in Unknown on line 0
the state is still there

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at ignored.php:10 in Unknown on line 0
-- never used, and failed

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at ignored.php:16 in Unknown on line 0

Warning: Unhandled exception in Future: MSG; use catch() or ignore() to handle. Created at ignored.php:16, completed at ignored.php:16 in Unknown on line 0

Warning: Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning. Created at ignored.php:17 in Unknown on line 0

Warning: Unhandled exception in Future: Future has been cancelled; use catch() or ignore() to handle. Created at ignored.php:17, completed at ignored.php:17 in Unknown on line 0
-- ignored
bool(true)
-- used
-- an await that was given up
-- handled by catch, and by who awaits a derived one
passes map
-- a chain handles what passes through
-- end
