--TEST--
IO-1, IO-3: one stream crosses between main flow before and after the start, and coroutines (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await};

[$a, $b] = tcp_pair();
fwrite($a, "before\n");
echo fgets($b);
await(spawn(function () use ($a, $b) {
    fwrite($b, "inside\n");
    echo fgets($a);
}));
$other = spawn(function () use ($b) {
    echo "other runs while main reads\n";
    fwrite($b, "for main\n");
});
echo fgets($a);  // suspends main
await($other);
register_shutdown_function(function () use ($a, $b) {
    fwrite($a, "shutdown function\n");
    echo fgets($b);
});
final class Last
{
    public function __construct(private $a, private $b) {}
    public function __destruct()
    {
        fwrite($this->a, "destructor\n");
        echo fgets($this->b);
    }
}
$last = new Last($a, $b);
?>
--EXPECT--
before
inside
other runs while main reads
for main
shutdown function
destructor
