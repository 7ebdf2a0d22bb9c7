--TEST--
C-157: wait_graph() as text, for Mermaid and for Graphviz, while things run
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Channel, Scope};
use function Async\{await, delay, get_coroutines, spawn, suspend, timeout, wait_graph};

var_dump(wait_graph(), wait_graph('mermaid'), wait_graph('dot'), get_coroutines());
try { wait_graph('svg'); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }

$channel = new Channel;
function producer(Channel $channel) { delay(1000000); $channel->send(1); }
function consumer(Channel $channel) { $channel->recv(); }
function left(ArrayObject $knot) { await($knot['right']); }
function right(ArrayObject $knot) { await($knot['left']); }

$all = [spawn('producer', $channel), spawn('consumer', $channel)];
$knot = new ArrayObject;
$knot['left'] = spawn('left', $knot);
$knot['right'] = spawn('right', $knot);
suspend();
$ids = ['ids' => array_map(fn($c) => $c->getId(), get_coroutines())];
$shown = function (string $text) use ($ids) {
    foreach ($ids['ids'] as $place => $id) {
        $text = preg_replace(["/\\bCoroutine $id\\b/", "/\\bc$id\\b/"], ["Coroutine <$place>", "c<$place>"], $text);
    }
    return str_replace(__DIR__ . '/', '', $text);
};
foreach (['text', 'mermaid', 'dot'] as $format) echo "-- $format\n", $shown(wait_graph($format));
foreach ([...$all, ...$knot] as $coroutine) $coroutine->cancel();
?>
--EXPECT--
string(0) ""
string(13) "flowchart LR
"
string(18) "digraph waits {
}
"
array(0) {
}
Async\wait_graph(): Argument #1 ($format) must be "text", "mermaid" or "dot"
-- text
Coroutine <0> spawned at wait_graph.php:14 (main)
Coroutine <1> spawned at wait_graph.php:14, suspended at wait_graph.php:9 (producer)
  waits for a timer
Coroutine <2> spawned at wait_graph.php:14, suspended at wait_graph.php:10 (consumer)
  waits for Channel(capacity=0, receivers=1, senders=0, reserved=0/0)
Coroutine <3> spawned at wait_graph.php:16, suspended at wait_graph.php:11 (left)
  waits for Coroutine <4> spawned at wait_graph.php:17, suspended at wait_graph.php:12 (right)
Coroutine <4> spawned at wait_graph.php:17, suspended at wait_graph.php:12 (right)
  waits for Coroutine <3> spawned at wait_graph.php:16, suspended at wait_graph.php:11 (left)
Wait cycle 1:
  Coroutine <3> spawned at wait_graph.php:16, suspended at wait_graph.php:11 (left)
  waits for Coroutine <4> spawned at wait_graph.php:17, suspended at wait_graph.php:12 (right)
  waits for the first of these
-- mermaid
flowchart LR
  c<0>["Coroutine <0> spawned at wait_graph.php:14 (main)"]
  c<1>["Coroutine <1> spawned at wait_graph.php:14, suspended at wait_graph.php:9 (producer)"]
  c<2>["Coroutine <2> spawned at wait_graph.php:14, suspended at wait_graph.php:10 (consumer)"]
  c<3>["Coroutine <3> spawned at wait_graph.php:16, suspended at wait_graph.php:11 (left)"]
  c<4>["Coroutine <4> spawned at wait_graph.php:17, suspended at wait_graph.php:12 (right)"]
  e5(["Channel(capacity=0, receivers=1, senders=0, reserved=0/0)"])
  c<2> --> e5
  c<3> ==> c<4>
  c<4> ==> c<3>
-- dot
digraph waits {
  c<0> [shape=box, label="Coroutine <0> spawned at wait_graph.php:14 (main)"];
  c<1> [shape=box, label="Coroutine <1> spawned at wait_graph.php:14, suspended at wait_graph.php:9 (producer)"];
  c<2> [shape=box, label="Coroutine <2> spawned at wait_graph.php:14, suspended at wait_graph.php:10 (consumer)"];
  c<3> [shape=box, label="Coroutine <3> spawned at wait_graph.php:16, suspended at wait_graph.php:11 (left)"];
  c<4> [shape=box, label="Coroutine <4> spawned at wait_graph.php:17, suspended at wait_graph.php:12 (right)"];
  e5 [shape=ellipse, label="Channel(capacity=0, receivers=1, senders=0, reserved=0/0)"];
  c<2> -> e5;
  c<3> -> c<4> [color=red, penwidth=2];
  c<4> -> c<3> [color=red, penwidth=2];
}
