--TEST--
CH-29 X-5: receivers are told before senders, each oldest first
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{spawn, suspend};

$channel = new Channel(1);
$try = function (string $name, Closure $body) {
    try {
        $body();
        echo "$name done\n";
    } catch (ChannelException) {
        echo "$name failed\n";
    }
};
spawn($try, 'reserved', fn() => $channel->recv());
spawn($try, 'r1', fn() => $channel->recv());
spawn($try, 'r2', fn() => $channel->recv());
spawn($try, 'r3', fn() => $channel->recv());
spawn(function () use ($channel, $try) {
    $channel->send(1);
    foreach (['s1', 's2', 's3'] as $name) spawn($try, $name, fn() => $channel->send(2));
    spawn(fn() => $channel->close());
});
?>
--EXPECT--
reserved done
s1 done
r1 done
r2 failed
r3 failed
s2 failed
s3 failed
