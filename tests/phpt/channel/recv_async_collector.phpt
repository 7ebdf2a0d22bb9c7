--TEST--
C-214, CH-21, CH-31: cycles through futures of a channel are collected
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

class Node {
    public $link;
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
}
echo "-- a callback that holds the channel\n";
$channel = new Channel;
$node = new Node('callback');
$channel->recvAsync()->map(function () use ($channel, $node) { })->ignore();
unset($channel, $node);
gc_collect_cycles();
for ($i = 0; $i < 3; $i++) suspend();

echo "-- a node that holds channel and future\n";
$node = new Node('node');
$channel = new Channel;
$node->link = [$channel, $channel->recvAsync()->ignore(), $node];
unset($channel, $node);
gc_collect_cycles();
for ($i = 0; $i < 3; $i++) suspend();

echo "-- told because the channel is collected\n";
$channel = new Channel;
$channel->recvAsync()->catch(function ($e) use (&$channel) { echo $e->getMessage(), "\n"; })->ignore();
unset($channel);
gc_collect_cycles();
for ($i = 0; $i < 5; $i++) suspend();
echo "end\n";
?>
--EXPECTF--
-- a callback that holds the channel
callback is gone

Warning: Unhandled exception in Future: Channel disposed; use catch() or ignore() to handle. Created at %srecv_async_collector.php:13, completed at %srecv_async_collector.php:15 in Unknown on line 0
-- a node that holds channel and future
node is gone
-- told because the channel is collected
Channel disposed
end
