--TEST--
CH-7: any value, with the copy semantics of an argument (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;

$channel = new Channel(10);
$object = new stdClass;
$list = [1, 2];
$number = 5;
$reference = &$number;
$channel->send(null);
$channel->send(false);
$channel->send($list);
$list[] = 3;
$channel->send($reference);
$reference = 6;
$channel->send($object);
$object->late = true;
$channel->send(fn() => 'called');
$channel->send(STDIN);
$channel->send($channel);

var_dump($channel->recv(), $channel->recv(), $channel->recv(), $channel->recv());
$got = $channel->recv();
var_dump($got === $object, $got->late);
echo $channel->recv()(), "\n";
var_dump($channel->recv() === STDIN, $channel->recv() === $channel, count($channel));
?>
--EXPECT--
NULL
bool(false)
array(2) {
  [0]=>
  int(1)
  [1]=>
  int(2)
}
int(5)
bool(true)
bool(true)
called
bool(true)
bool(true)
int(0)
