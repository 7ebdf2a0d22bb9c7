--TEST--
C-214, FU-14: what futures hold is seen by the cycle collector (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};

class Node {
    public $link;
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
}
$kinds = [
    'state' => function (Node $node) {
        $node->link = new FutureState;
        $node->link->ignore();
        $node->link->complete($node);
    },
    'future' => function (Node $node) {
        $state = new FutureState;
        $node->link = (new Future($state))->ignore();
        $state->complete($node);
    },
    'exception' => function (Node $node) {
        $e = new class extends Exception { public $node; };
        $e->node = $node;
        $node->link = Future::failed($e)->ignore();
    },
    'callback' => function (Node $node) {
        $state = new FutureState;
        $node->link = $state;
        (new Future($state))->map(function () use ($node) {})->ignore();
    },
    'derived' => function (Node $node) {
        $state = new FutureState;
        $node->link = (new Future($state))->map(function () use ($node) {})->finally(function () use ($node) {});
        $node->link->map(function () use ($state) {})->ignore();
    },
];
foreach ($kinds as $kind => $make) {
    $node = new Node($kind);
    $make($node);
    echo "dropping\n";
    unset($node);
    gc_collect_cycles();
}
echo "end\n";
?>
--EXPECT--
dropping
state is gone
dropping
future is gone
dropping
exception is gone
dropping
callback is gone
dropping
derived is gone
end
