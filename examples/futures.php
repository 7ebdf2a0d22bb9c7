<?php
use Async\{Channel, Future, FutureState};
use function Async\{await, spawn};

// One side fills it, the other waits.
$state = new FutureState();
$price = new Future($state);
spawn(function () use ($state): void {
    usleep(10_000);    // asking somebody
    $state->complete(42.0);
});
printf("%.2f\n", $price->await());

// What is to be made of it runs by itself, once the value is there.
$state = new FutureState();
$text = (new Future($state))
    ->map(fn (float $value) => $value * 1.19)
    ->map(fn (float $value) => sprintf('%.2f with tax', $value))
    ->catch(fn (Throwable $e) => 'no price: ' . $e->getMessage());
$state->complete(10.0);
echo $text->await(), "\n";

$failed = Future::failed(new RuntimeException('shop is closed'))
    ->map(fn (float $value) => $value * 1.19)
    ->catch(fn (Throwable $e) => 'no price: ' . $e->getMessage());
echo $failed->await(), "\n";

// The next message of a channel, as a future: here whichever channel is first.
$left = new Channel();
$right = new Channel();
spawn(fn () => $right->send('from the right'));
echo Async\await_any_or_fail([$left->recvAsync(), $right->recvAsync()]), "\n";
