--TEST--
CH-2 CH-6 CH-15 X-7: what can be asked and sent without a scheduler (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Channel;

function state(Channel $c): string {
    return sprintf("%d/%d empty=%d full=%d closed=%d", count($c), $c->capacity(), $c->isEmpty(), $c->isFull(), $c->isClosed());
}
foreach ([0, 2] as $capacity) {
    $channel = new Channel($capacity);
    echo state($channel), "\n";
    foreach (['a', 'b', 'c'] as $value) var_dump($channel->sendAsync($value));
    echo state($channel), "\n";
    $channel->close();
    var_dump($channel->sendAsync('d'));
    echo state($channel), "\n";
    $channel->close();
}
try {
    Async\current_coroutine();
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
0/0 empty=1 full=0 closed=0
bool(true)
bool(false)
bool(false)
1/0 empty=0 full=1 closed=0
bool(false)
0/0 empty=1 full=0 closed=1
0/2 empty=1 full=0 closed=0
bool(true)
bool(true)
bool(false)
2/2 empty=0 full=1 closed=0
bool(false)
2/2 empty=0 full=1 closed=1
The current coroutine is not defined
