--TEST--
D-18: a coroutine's stack is 2 MiB by default, as deep as a Fiber's; sizes from 64K on are taken, others refused with the allowed range (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
function child(string $size, string $code): void
{
    $options = $size === '' ? [] : ['-d', "async.stack_size=$size"];
    $child = proc_open(php_child('-d', 'display_errors=1', ...[...$options, '-r', $code]), [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
    echo $size === '' ? 'default' : $size, ': ', trim(stream_get_contents($pipes[1])), ' ';
    echo proc_close($child) === 0 ? "ok\n" : "FAILED\n";
}
// What each level costs in C frames fits a Fiber; json_encode() and serialize() recurse on the C stack.
$deep = 'class Deep implements JsonSerializable {
    function __construct(public ?Deep $next) {}
    function jsonSerialize(): mixed { return $this->next ? [$this->next] : 0; }
    function __serialize(): array { return [$this->next]; }
}
function deep(int $levels) { for ($deep = null, $i = 0; $i < $levels; $i++) $deep = new Deep($deep); return $deep; }
$work = fn() => strlen(json_encode(deep(3000), 0, 1 << 20)) . " " . strlen(serialize(deep(900)));
$fiber = new Fiber($work);
$fiber->start();
echo $fiber->getReturn() === Async\await(Async\spawn($work)) ? "as deep as a Fiber" : "different";';
child('', $deep);
child('', 'echo ini_get("async.stack_size");');
foreach (['64K', '65536', '256K', '1G'] as $size) child($size, 'echo Async\await(Async\spawn(fn() => array_sum(range(1, 10))));');
foreach (['63K', '0', '-1', '2G', 'much'] as $size) child($size, 'echo Async\await(Async\spawn(fn() => "runs"));');
?>
--EXPECTF--
default: as deep as a Fiber ok
default: 2M ok
64K: 55 ok
65536: 55 ok
256K: 55 ok
1G: 55 ok
63K: Warning: async.stack_size must be between 64K and 1G, "63K" given in Unknown on line 0
runs ok
0: Warning: async.stack_size must be between 64K and 1G, "0" given in Unknown on line 0
runs ok
-1: Warning: async.stack_size must be between 64K and 1G, "-1" given in Unknown on line 0
runs ok
2G: Warning: async.stack_size must be between 64K and 1G, "2G" given in Unknown on line 0
runs ok
much: %Aasync.stack_size must be between 64K and 1G, "much" given in Unknown on line 0
runs ok
