<?php
// Channels and select: docs/channels.md.
use Async\{Channel, ChannelException, OperationCanceledException};
use function Async\{await, await_all, select, spawn, suspend, timeout};

// A pipeline with a buffer between its stages.
$numbers = new Channel(4);
$squares = new Channel(4);
spawn(function () use ($numbers) {
    foreach (range(1, 5) as $n) {
        $numbers->send($n);
    }
    $numbers->close();
});
spawn(function () use ($numbers, $squares) {
    foreach ($numbers as $n) {
        $squares->send($n * $n);
    }
    $squares->close();
});
$got = [];
foreach ($squares as $square) {
    $got[] = $square;
}
echo implode(' ', $got), "\n";

// From hand to hand: without a buffer, send() returns when the value has found a taker.
$hand = new Channel();
$taker = spawn(fn () => $hand->recv());
$hand->send('a letter');
echo await($taker), "\n";

// Whoever is ready first.
$news = new Channel();
$mail = new Channel();
spawn(fn () => $mail->send('a postcard'));
[$from, $what] = select(['news' => $news, 'mail' => $mail]);
echo "$from: $what\n";

// Not at all, if nobody is ready; or not longer than that.
var_dump(select([$news, $mail], default: true));
try {
    select([$news, $mail], cancellationToken: timeout(5));
} catch (OperationCanceledException $e) {
    echo $e->getPrevious()->getMessage(), "\n";
}

// Send to whichever worker has time.
$workers = ['ann' => new Channel(), 'bob' => new Channel()];
$done = [];
foreach ($workers as $name => $inbox) {
    $all[] = spawn(function () use ($inbox, &$done, $name) {
        foreach ($inbox as $job) {
            $done[] = $job;
            for ($i = 0; $i < ($name === 'ann' ? 1 : 3); $i++) {
                suspend();
            }
        }
    });
}
foreach (range(1, 6) as $job) {
    select(array_map(fn ($inbox) => [$inbox, $job], $workers));
}
foreach ($workers as $inbox) {
    $inbox->close();
}
await_all($all);
echo count($done), " jobs done, each once: ", count(array_unique($done)) === 6 ? 'yes' : 'no', "\n";

// Everything from several sources, until all of them are closed.
$sources = [new Channel(3), new Channel(3)];
foreach ($sources as $i => $source) {
    for ($k = 0; $k <= $i; $k++) {
        $source->send("source $i");
    }
    $source->close();
}
$got = [];
try {
    while (true) {
        $got[] = select($sources)[1];
    }
} catch (ChannelException $e) {
    sort($got);
    echo implode(', ', $got), '; ', $e->getMessage(), "\n";
}
