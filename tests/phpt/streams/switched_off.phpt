--TEST--
IO-70: async.hook_streams=0 leaves streams as they are, and says so (any order)
--EXTENSIONS--
async
--INI--
async.hook_streams=0
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

[$a, $b] = tcp_pair();
$others = 0;
await(spawn(function () use ($a, $b, &$others) {
    spawn(function () use (&$others) { $others++; });
    stream_set_timeout($b, 0, 1000);
    var_dump(fread($b, 10), $others);
    fwrite($a, "hello\n");
    echo fgets($b);
}));
ob_start();
phpinfo(INFO_MODULES);
preg_match_all('/^(socket streams|pipes).*=> off by ini$/m', ob_get_clean(), $lines);
echo count($lines[0]), "\n";
?>
--EXPECT--
bool(false)
int(0)
hello
2
