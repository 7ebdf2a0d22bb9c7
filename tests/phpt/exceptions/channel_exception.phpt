--TEST--
CH-28, CH-30: the close reasons and ChannelException (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{ChannelCloseReason, ChannelException};

foreach (ChannelCloseReason::cases() as $case) echo $case->name, ' = ', $case->value, "\n";
var_dump(ChannelCloseReason::from('disposed') === ChannelCloseReason::DISPOSED, ChannelCloseReason::tryFrom('no'));

class Mine extends ChannelException {}
$e = new Mine('text', 3);
try {
    $e->reason;
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
$e->reason = ChannelCloseReason::DEADLOCK;
var_dump($e->reason, $e instanceof Async\AsyncException);
try {
    $e->reason = 'explicit';
} catch (TypeError $error) {
    echo $error->getMessage(), "\n";
}
echo (new ReflectionProperty(ChannelException::class, 'reason'))->getType(), "\n";
$copy = unserialize(serialize($e));
var_dump($copy->reason);
?>
--EXPECT--
EXPLICIT = explicit
DISPOSED = disposed
NO_PRODUCERS = no producers timeout
NO_CONSUMERS = no consumers timeout
DEADLOCK = deadlock
SCOPE_DISPOSED = scope disposed
bool(true)
NULL
Typed property Async\ChannelException::$reason must not be accessed before initialization
enum(Async\ChannelCloseReason::DEADLOCK)
bool(true)
Cannot assign string to property Async\ChannelException::$reason of type Async\ChannelCloseReason
Async\ChannelCloseReason
enum(Async\ChannelCloseReason::DEADLOCK)
