<?php
// Values that arrive as copies: docs/thread-channel.md.
use Async\{Future, FutureState, ThreadChannel, ThreadChannelException};
use function Async\{await, spawn};

final class Order
{
    public array $lines = [];
    public ?Order $follows = null;

    public function __construct(public string $customer) {}
}

$orders = new ThreadChannel(4);

// A clerk that answers through what is sent along.
$clerk = spawn(function () use ($orders) {
    try {
        for (;;) {
            ['order' => $order, 'price' => $price, 'done' => $done] = $orders->recv();
            $order->customer = 'overwritten';    // a copy: nobody else sees it
            $done->complete(array_sum(array_map($price, $order->lines)));
        }
    } catch (ThreadChannelException $e) {
        return $e->getMessage();
    }
});

$order = new Order('Ada');
$order->lines = [2, 3];
$order->follows = $order;
$done = new FutureState();
$total = new Future($done);
$factor = 10;
$orders->send(['order' => $order, 'price' => fn(int $pieces) => $pieces * $factor, 'done' => $done]);
echo "$order->customer pays ", await($total), "\n";

try {
    $orders->send([$order, STDOUT]);
} catch (Error $e) {
    echo $e->getMessage(), ', ', count($orders), " queued\n";
}
$orders->close();
echo await($clerk), "\n";

try {
    Async\spawn_thread(fn() => 1);
} catch (Async\AsyncException $e) {
    echo str_contains($e->getMessage(), 'ZTS') ? "no threads here\n" : $e->getMessage();
}
