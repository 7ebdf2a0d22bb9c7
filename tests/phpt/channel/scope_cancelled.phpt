--TEST--
CH-32 D-6: the end of the owner scope closes its channels before it cancels its coroutines
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel, ChannelException, Scope};
use function Async\{spawn, suspend};

$recv = function (string $name, Channel $channel) {
    try {
        $channel->recv();
    } catch (ChannelException $e) {
        echo "$name: ", $e->getMessage(), ' (', $e->reason->name, ")\n";
    } catch (AsyncCancellation $e) {
        echo "$name: ", get_class($e), "\n";
    }
};
foreach (['asNotSafely', 'allowZombies'] as $kind) {
    foreach (['cancel', 'dispose'] as $end) {
        echo "-- $kind, $end\n";
        $scope = (new Scope)->$kind();
        $channel = null;
        $scope->spawn(function () use (&$channel, $recv) {
            $channel = new Channel(2);
            spawn($recv, 'inside', $channel);
        });
        suspend();
        spawn($recv, 'outside', $channel);
        suspend();
        $scope->$end();
        suspend();
        var_dump($channel->isClosed());
    }
}
?>
--EXPECT--
-- asNotSafely, cancel
inside: Channel closed: owner scope disposed (SCOPE_DISPOSED)
outside: Channel closed: owner scope disposed (SCOPE_DISPOSED)
bool(true)
-- asNotSafely, dispose
inside: Channel closed: owner scope disposed (SCOPE_DISPOSED)
outside: Channel closed: owner scope disposed (SCOPE_DISPOSED)
bool(true)
-- allowZombies, cancel
inside: Channel closed: owner scope disposed (SCOPE_DISPOSED)
outside: Channel closed: owner scope disposed (SCOPE_DISPOSED)
bool(true)
-- allowZombies, dispose
inside: Channel closed: owner scope disposed (SCOPE_DISPOSED)
outside: Channel closed: owner scope disposed (SCOPE_DISPOSED)
bool(true)
