--TEST--
IO-10, IO-12, IO-13, IO-204: cancels at random turns in every facility leave no descriptor, no child and no warning behind (any order)
--EXTENSIONS--
async
posix
--SKIPIF--
<?php if (!is_dir('/proc/self/fd')) die('skip needs /proc'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/storm.inc';

// ASYNC_STORM=1000 for a longer run; tools/cancel-storm for the long one.
$rounds = (int) (getenv('ASYNC_STORM') ?: 25);
mt_srand((int) (getenv('ASYNC_STORM_SEED') ?: 1));

$storm = new Storm();
$facilities = $storm->facilities() + $storm->commands();
ini_set('async.fs_metadata', 'pool');
set_error_handler(function ($level, $text) { if (error_reporting() & $level) echo "warning: $text\n"; return true; });
foreach ($facilities as $name => $call) {  // what a first time opens stays open
    $storm->run($call, 3, descriptors(...));
}
usleep(100000);
foreach ($facilities as $name => $call) {
    $before = descriptors();
    $storm->run($call, $rounds, descriptors(...));
    if (!$storm->cancels['cancelled']) {
        echo "$name: never cancelled\n";
    }
    // A lookup nobody waits for any more may still have its own open on a worker.
    for ($look = 0; $look < 1000 && ($left = descriptors() - $before) > 0; $look++) {
        usleep(10000);
    }
    if ($left > 0) {
        echo "$name: $left descriptors left\n";
    }
}
$storm->finish();
?>
--EXPECT--
nobody holds the lock
still there
no child left
