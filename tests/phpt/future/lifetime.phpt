--TEST--
FU-14, FU-15: a chain outlives the handles of its source and its own
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{spawn, suspend};

class Noisy {
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name is gone\n"; }
}
echo "-- a temporary source\n";
$state = new FutureState;
$mapped = (new Future($state))->map(fn($v) => $v * 2);
$state->complete(21);
unset($state);
var_dump($mapped->await());

echo "-- unset() of the source\n";
$state = new FutureState;
$future = new Future($state);
$mapped = $future->map(fn($v) => $v * 2);
unset($future);
$state->complete(4);
var_dump($mapped->await());

echo "-- the derived handle is dropped\n";
$state = new FutureState;
(new Future($state))->map(function ($v) { echo "still called: $v\n"; })->ignore();
$state->complete('v');
suspend();

echo "-- nothing keeps the source or the callback afterwards\n";
$state = new FutureState;
$noisy = new Noisy('captured');
$mapped = (new Future($state))->map(function ($v) use ($noisy) { return 1; });
unset($noisy);
$state->complete(new Noisy('value of the source'));
unset($state);
echo "before\n";
var_dump($mapped->await());
echo "end\n";
?>
--EXPECT--
-- a temporary source
int(42)
-- unset() of the source
int(8)
-- the derived handle is dropped
still called: v
-- nothing keeps the source or the callback afterwards
before
value of the source is gone
captured is gone
int(1)
end
