--TEST--
IO-1300, IO-44: phpredis waits beside others; one connection, one coroutine
--SKIPIF--
<?php require __DIR__ . '/../_inc/databases.php'; skip_without('redis'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/databases.php';
use function Async\{spawn, await, await_all, suspend};

function redis(bool $unix = false): Redis
{
    $redis = new Redis();
    $unix ? $redis->connect(getenv('ASYNC_TEST_REDIS_SOCKET')) : $redis->connect('127.0.0.1', (int) getenv('ASYNC_TEST_REDIS_PORT'));
    return $redis;
}

$key = 'async' . getmypid();
$log = [];
$blocked = function ($n) use ($key) {
    $value = redis($n % 2 === 0)->blPop("$key:queue", 20);
    return $value[1];
};
$all = array_map(fn ($n) => spawn($blocked, $n), range(1, 50));
$admin = redis();
$deadline = hrtime(true) + 20e9;
while (($seen = (int) $admin->info('clients')['blocked_clients']) < 50 && hrtime(true) < $deadline) Async\delay(5);
echo "$seen blocked at once\n";
for ($i = 1; $i <= 50; $i++) $admin->rPush("$key:queue", $i);
echo array_sum(await_all($all)[0]), "\n";

// The second user is told who the first is.
$shared = redis();
$first = spawn(fn () => $shared->blPop("$key:one", 20));
suspend();
try {
    $shared->get('x');
} catch (Async\AsyncException $e) {
    echo preg_replace('~[^ ]*/~', '', $e->getMessage()), "\n";
}
$admin->rPush("$key:one", 'pushed');
echo await($first)[1], "\n";

// Cancelled: the cancellation comes out, not what the client makes of it.
$cancelled = spawn(function () use ($key) {
    try {
        redis()->blPop("$key:none", 20);
    } catch (Throwable $e) {
        return get_class($e);
    }
});
suspend();
suspend();
Async\delay(20);
$cancelled->cancel();
echo await($cancelled), "\n";

// Publish and subscribe in one script; who only listens is ended by its cancellation.
$two = new Async\Channel(2);
$subscriber = spawn(function () use ($key, $two) {
    $redis = redis();
    $redis->setOption(Redis::OPT_READ_TIMEOUT, -1);
    try {
        $redis->subscribe(["$key:news"], fn ($redis, $channel, $message) => $two->send($message));
    } catch (Throwable $e) {
        return get_class($e);
    }
});
while ($admin->publish("$key:news", 'first') === 0) suspend();
$admin->publish("$key:news", 'second');
echo $two->recv(), ',', $two->recv(), "\n";
$subscriber->cancel();
echo await($subscriber), "\n";
?>
--EXPECT--
50 blocked at once
1275
Redis is already in use by another coroutine, at redis.php:28; this call is at redis.php:31
pushed
Async\AsyncCancellation
first,second
Async\AsyncCancellation
