--TEST--
FU-24: a derived future that was cancelled before its turn is left alone
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState};
use function Async\suspend;

$state = new FutureState;
$future = new Future($state);
$first = $future->catch(function () { echo "never called\n"; });
$second = $future->catch(fn($e) => 'handled ' . $e->getMessage());
$third = $future->map(function ($v) use (&$third) {
    echo "never called\n";
});
$first->cancel();
$third->cancel(new AsyncCancellation('third'));
$state->error(new Exception('source'));
var_dump($second->await());
foreach ([$first, $third] as $cancelled) {
    try {
        $cancelled->await();
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
}
echo "-- the source is not handled by it\n";
$state = new FutureState;
$skipped = (new Future($state))->catch(fn() => 1)->ignore();
$skipped->cancel();
$state->error(new Exception('not handled'));
unset($state);
suspend();

echo "-- cancelled while the callback runs\n";
$state = new FutureState;
$slow = (new Future($state))->map(function () { suspend(); return 'too late'; });
$state->complete(1);
suspend();
$slow->cancel();
suspend();
try {
    $slow->await();
} catch (AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
string(14) "handled source"
Future has been cancelled
third
-- the source is not handled by it

Warning: Unhandled exception in Future: not handled; use catch() or ignore() to handle. Created at %sskipped.php:24, completed at %sskipped.php:27 in Unknown on line 0
-- cancelled while the callback runs
Future has been cancelled
