--TEST--
C-188: whom a cancelled scope cancels, with what, and in which order
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Scope};
use function Async\{await, delay, spawn, suspend};

function sleeper(string $name): Closure {
    return function () use ($name) {
        echo "$name starts\n";
        try {
            delay(100000);
        } catch (AsyncCancellation $e) {
            echo "$name: ", $e->getMessage(), "\n";
            throw $e;
        }
    };
}
// children first, depth-first; then its own in spawn order; all get the same object
$root = new Scope();
$a = Scope::inherit($root);
$b = Scope::inherit($root);
$aa = Scope::inherit($a);
$all = [$root->spawn(sleeper('root 1')), $b->spawn(sleeper('b')), $aa->spawn(sleeper('aa')), $a->spawn(sleeper('a')), $root->spawn(sleeper('root 2'))];
suspend();
$late = $root->spawn(sleeper('never started'));
$reason = new AsyncCancellation('stop');
$root->cancel($reason);
var_dump($all[0]->isCancellationRequested(), $all[0]->isCancelled());
suspend();
foreach ([...$all, $late] as $c) echo +($c->getException() === $reason), +$c->isCancelled(), ' ';
echo "\n";

echo "-- the middle of a tree\n";
$root = new Scope();
$middle = Scope::inherit($root);
$sibling = Scope::inherit($root);
$below = Scope::inherit($middle);
foreach (['root' => $root, 'middle' => $middle, 'sibling' => $sibling, 'below' => $below] as $name => $scope) $scope->spawn(sleeper($name));
suspend();
$middle->cancel();
suspend();
var_dump($root->isCancelled(), $sibling->isCancelled(), $below->isClosed(), $middle->isClosed());
$root->cancel();
suspend();

echo "-- safe: what has started goes on\n";
$safe = Scope::inherit();
$started = $safe->spawn(function () { suspend(); suspend(); return 'zombie ended'; });
suspend();
$unstarted = $safe->spawn(fn() => print("never\n"));
$safe->cancel(new AsyncCancellation('safe'));
var_dump(await($started), $started->isCancelled(), $unstarted->isCancelled(), $unstarted->getException()->getMessage());
var_dump($safe->isClosed());

echo "-- its own scope\n";
$own = new Scope();
$self = $own->spawn(function () use ($own) {
    $own->cancel();
    suspend();
    echo "goes on\n";
    return 'value';
});
suspend(); suspend();
var_dump($self->isCancelled(), $self->getResult(), $self->getException()->getMessage(), $own->isClosed());
?>
--EXPECT--
root 1 starts
b starts
aa starts
a starts
root 2 starts
bool(true)
bool(false)
aa: stop
a: stop
b: stop
root 1: stop
root 2: stop
11 11 11 11 11 11 
-- the middle of a tree
root starts
middle starts
sibling starts
below starts
below: Scope was cancelled
middle: Scope was cancelled
bool(false)
bool(false)
bool(true)
bool(true)
sibling: Scope was cancelled
root: Scope was cancelled
-- safe: what has started goes on
string(12) "zombie ended"
bool(false)
bool(true)
string(4) "safe"
bool(true)
-- its own scope
goes on
bool(true)
string(5) "value"
string(19) "Scope was cancelled"
bool(true)
