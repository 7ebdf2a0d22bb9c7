--TEST--
TR-7: a WeakReference points to the copy if that has crossed as well, wherever in the message; two of one object are one; else it is dead. A WeakMap keeps the entries whose keys have crossed (any order)
--EXTENSIONS--
async
--FILE--
<?php
class Node { public $weak; public $strong; }
$channel = new Async\ThreadChannel;
$node = new Node;
$other = new Node;
$node->weak = WeakReference::create($other);
$channel->send(['early' => WeakReference::create($node), 'node' => $node, 'late' => WeakReference::create($node)]);
$got = $channel->recv();
var_dump($got['early'] === $got['late'], $got['early']->get() === $got['node'], $got['node']->weak->get());
$node->strong = $other;
$channel->send($node);
$got = $channel->recv();
var_dump($got->weak->get() === $got->strong, $got->strong !== $other);
unset($got->strong);
var_dump($got->weak->get());
$channel->send(WeakReference::create($node));
var_dump($channel->recv()->get());

[$a, $b, $c, $lost] = [new Node, new Node, new Node, new Node];
$map = new WeakMap;
$inner = new WeakMap;
$map[$lost] = 'never';
$map[$b] = ['found through a', $c];     // $b crosses as the value of $a
$map[$a] = [$b, WeakReference::create($c), $inner];
$inner[$c] = $map;
$inner[$lost] = 'never';
$channel->send([$map, $a]);
[$copy, $key] = $channel->recv();
var_dump($copy !== $map, count($copy), count($map));
[$second, $weak, $nested] = $copy[$key];
var_dump($copy[$second][0], $weak->get() === $copy[$second][1], count($nested), $nested[$copy[$second][1]] === $copy);
?>
--EXPECT--
bool(true)
bool(true)
NULL
bool(true)
bool(true)
NULL
NULL
bool(true)
int(2)
int(3)
string(15) "found through a"
bool(true)
int(1)
bool(true)
