--TEST--
SY-7: main ends at the end of the script, its lock is abandoned then (any order)
--EXTENSIONS--
async
--FILE--
<?php
$mutex = new Async\Mutex();
$mutex->lock();
Async\spawn(function () use ($mutex) {
    try {
        $mutex->lock();
    } catch (Async\SyncException $e) {
        echo $e->getMessage(), "\n";
    }
});
echo "end of script\n";
?>
--EXPECT--
end of script
Mutex is abandoned: its owner ended without unlocking it
