--TEST--
C-214: what a group holds is seen by the cycle collector
--EXTENSIONS--
async
--FILE--
<?php
use Async\{TaskGroup, TaskSet};
use function Async\suspend;

class Node {
    public $link;
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
}
foreach ([TaskGroup::class, TaskSet::class] as $class) {
    $kinds = [
        'result' => fn($g, $node) => $g->spawn(fn() => $node),
        'error' => fn($g, $node) => $g->spawn(function () use ($node) { $e = new class extends Async\AsyncCancellation { public $n; }; $e->n = $node; throw $e; }),
        'finally' => fn($g, $node) => $g->finally(function () use ($node) {}),
    ];
    foreach ($kinds as $name => $make) {
        $node = new Node($name);
        $group = new $class;
        $node->link = $group;
        $make($group, $node);
        unset($node, $group);
        suspend();
        echo "collecting\n";
        gc_collect_cycles();
        suspend();
    }
}
?>
--EXPECT--
collecting
result is gone
collecting
error is gone
collecting
finally is gone
collecting
result is gone
collecting
error is gone
collecting
finally is gone
