--TEST--
X-1 CH-23: a foreach may be the first async use (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;

$channel = new Channel(1);
$channel->sendAsync('value');
foreach ($channel as $value) {
    echo $value, "\n";
    $channel->close();
}
var_dump(Async\current_coroutine()->isRunning());
?>
--EXPECT--
value
bool(true)
