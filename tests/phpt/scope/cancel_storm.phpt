--TEST--
C-60..C-65 C-188 C-190 C-193 CH-11 CH-12: 100,000 random cancellations over scopes, channels and sleeps (any order)
--EXTENSIONS--
async
--INI--
memory_limit=1G
--FILE--
<?php
use Async\{AsyncCancellation, Channel, ChannelException, Scope};
use function Async\{await, current_coroutine, delay, get_coroutines, protect, spawn, suspend, timeout};

mt_srand(20260729);
$cancelled = $begun = $ended = $finallies = $expected = $delivered = 0;
$sent = $received = [];
$body = function (int $kind, Channel $channel, int $id) use (&$begun, &$ended, &$delivered, &$sent, &$received, &$expected, &$finallies) {
    $begun++;
    try {
        switch ($kind) {
            case 0: delay(mt_rand(0, 3)); break;
            case 1: for ($i = mt_rand(1, 4); $i > 0; $i--) suspend(); break;
            case 2: $received[] = $channel->recv(timeout(1)); break;
            case 3: $sent[$id] = true; $channel->send($id, timeout(1)); break;
            case 4: protect(function () { suspend(); delay(1); }); break;
            case 5:
                $expected++;
                $child = spawn(function () use (&$begun, &$ended) {
                    $begun++;
                    try { delay(1); } finally { $ended++; }
                });
                $child->finally(function ($child) use (&$finallies, &$begun, &$ended) {
                    $finallies++;
                    if (!$child->isStarted()) { $begun++; $ended++; }
                });
                await($child);
                break;
        }
    } catch (AsyncCancellation) {
        $delivered++;
        if (mt_rand(0, 3) === 0) suspend();
    } catch (ChannelException) {
    } finally {
        $ended++;
    }
};
$left = 100000;
for ($round = 0; $left > 0; $round++) {
    $root = new Scope();
    $root->setExceptionHandler(fn() => null);
    $scopes = [$root];
    for ($i = 0; $i < 7; $i++) {
        $scope = Scope::inherit($scopes[array_rand($scopes)]);
        $scopes[] = mt_rand(0, 1) ? $scope->asNotSafely() : $scope->allowZombies();
    }
    $channels = [new Channel, new Channel(2)];
    $crew = [];
    for ($i = 0; $i < 400; $i++) {
        $coroutine = $scopes[array_rand($scopes)]->spawn($body, mt_rand(0, 5), $channels[array_rand($channels)], $round * 1000 + $i);
        $coroutine->finally(function ($coroutine) use (&$finallies, &$begun, &$ended) {
            $finallies++;
            if (!$coroutine->isStarted()) { $begun++; $ended++; }
            if (!$coroutine->isCompleted()) echo "a handler before the end\n";
        });
        $crew[] = $coroutine;
        $expected++;
    }
    suspend();
    for ($i = 0; $i < 1200 && $left > 0; $i++, $left--) {
        switch (mt_rand(0, 99)) {
            case 0: $scopes[array_rand($scopes)]->cancel(); break;
            case 1: $scopes[array_rand($scopes)]->disposeSafely(); break;
            case 2: $scopes[array_rand($scopes)]->disposeAfterTimeout(1); break;
            default: $crew[array_rand($crew)]->cancel(); break;
        }
        if (mt_rand(0, 7) === 0) suspend();
    }
    $root->dispose();
    while (count(get_coroutines()) > 1) delay(1);
    foreach ($crew as $coroutine) if (!$coroutine->isCompleted()) echo "somebody did not end\n";
    foreach ($channels as $channel) if ($channel->count() > max(1, $channel->capacity())) echo "a channel holds too much\n";
}
if ($begun !== $ended) echo "$begun begun, $ended ended\n";
if ($finallies !== $expected) echo "$expected coroutines, $finallies finally handlers\n";
if (array_unique($received) !== $received) echo "a value came twice\n";
foreach ($received as $id) if (!isset($sent[$id])) echo "nobody sent $id\n";
var_dump($delivered > 1000, count($received) > 100);
?>
--EXPECT--
bool(true)
bool(true)
