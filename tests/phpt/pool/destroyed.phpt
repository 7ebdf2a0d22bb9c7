--TEST--
PO-16: the end of the object closes it; an exception on its way reaches its catch (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Pool;

$pool = new Pool(fn () => 'r', fn () => print("destroyed\n"), min: 1);
unset($pool);
function work(bool $fails): void {
    $pool = new Pool(fn () => 'r', function () use ($fails) {
        echo "destructor runs\n";
        if ($fails) throw new LogicException('from the destructor');
    }, min: 1);
    throw new RuntimeException('on its way');
}
foreach ([false, true] as $fails) {
    try {
        work($fails);
    } catch (RuntimeException $e) {
        echo $e->getMessage(), ' <- ', $e->getPrevious()?->getMessage(), "\n";
    }
}
$last = new Pool(fn () => 'r', fn () => print("destroyed at the end\n"), min: 1);
?>
--EXPECT--
destroyed
destructor runs
on its way <- 
destructor runs
on its way <- from the destructor
destroyed at the end
