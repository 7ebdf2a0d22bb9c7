--TEST--
FS-7: a burst becomes one event without a name; $maxHoldMs bounds it; undelivered ones are joined when coalesced; what is not over at close() is lost (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/tree.inc';
use Async\FileSystemWatcher;
use function Async\{await, delay, spawn, suspend};

$root = make_tree();
$burst = new FileSystemWatcher($root, debounceMs: 20);
$began = hrtime(true);
for ($i = 0; $i < 8; ++$i) file_put_contents("$root/file$i", 'x');
foreach ($burst as $key => $event) {
    echo $key, ' ', told($event), "\n";
    break;
}
var_dump(hrtime(true) - $began >= 20_000_000);
$burst->close();
foreach ($burst as $event) echo "never\n";

// Endless changes: no burst is ever over by itself.
$held = new FileSystemWatcher($root, debounceMs: 1000000, maxHoldMs: 30);
$busy = spawn(function () use ($root) {
    for ($i = 0;; ++$i) {
        touch("$root/busy");
        delay(5);
    }
});
foreach ($held as $event) {
    echo told($event), "\n";
    break;
}
$busy->cancel();
$held->close();

// Two bursts before anybody looks; another watcher tells that they are over.
foreach ([true, false] as $coalesce) {
    $watcher = new FileSystemWatcher($root, coalesce: $coalesce, debounceMs: 5);
    foreach ([fn() => mkdir("$root/$coalesce-dir"), fn() => touch("$root/busy", 5)] as $change) {
        $over = new FileSystemWatcher($root, debounceMs: 50);
        $change();
        foreach ($over as $event) break;
        $over->close();
    }
    $watcher->close();
    foreach ($watcher as $event) echo told($event), "\n";
}

// Lost.
$watcher = new FileSystemWatcher($root, debounceMs: 1000000);
$raw = new FileSystemWatcher($root);
touch("$root/busy");
foreach ($raw as $event) break;
$watcher->close();
foreach ($watcher as $event) echo "never\n";

// Negative values are none.
$plain = new FileSystemWatcher($root, debounceMs: -5, maxHoldMs: -5);
touch("$root/busy");
foreach ($plain as $event) break;
echo told($event), "\n";
$raw->close();
$plain->close();
echo "done\n";
?>
--EXPECT--
0 null renamed changed
bool(true)
null renamed changed
null renamed changed
null renamed
null changed
busy changed
done
