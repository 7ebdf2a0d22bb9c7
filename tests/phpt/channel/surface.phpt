--TEST--
C-6 X-7: Channel is final, cannot be cloned, serialized or extended with properties
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;

$class = new ReflectionClass(Channel::class);
var_dump($class->isFinal(), $class->isCloneable());
$interfaces = $class->getInterfaceNames();
sort($interfaces);
echo implode(' ', $interfaces), "\n";
foreach ($class->getMethods() as $method) echo $method, "\n";

$channel = new Channel;
var_dump($channel);
foreach ([
    fn() => clone $channel,
    fn() => serialize($channel),
    fn() => unserialize('O:13:"Async\Channel":0:{}'),
    fn() => $channel->x = 1,
    fn() => $channel->__construct(1),
    fn() => $class->newInstanceWithoutConstructor(),
    fn() => $channel->send(),
    fn() => $channel->send(1, new stdClass),
] as $misuse) {
    try {
        $misuse();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
PLACEHOLDER
