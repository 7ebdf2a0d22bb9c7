--TEST--
C-214: values inside a channel are seen by the cycle collector (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;

class Node {
    public $link;
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
}
foreach ([0, 3] as $capacity) {
    $channel = new Channel($capacity);
    $node = new Node("capacity $capacity");
    $node->link = $channel;
    $channel->sendAsync($node);
    unset($node, $channel);
    echo "collecting\n";
    gc_collect_cycles();
}
$channel = new Channel(1);
$node = new Node('iterator');
$node->link = $channel->getIterator();
$channel->sendAsync($node);
unset($node, $channel);
echo "collecting\n";
gc_collect_cycles();
echo "end\n";
?>
--EXPECT--
collecting
capacity 0 is gone
collecting
capacity 3 is gone
collecting
iterator is gone
end
