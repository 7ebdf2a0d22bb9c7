--TEST--
C-45: an error nobody asked for surfaces where the last handle goes
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

$c = spawn(fn() => throw new Exception('unobserved'));
suspend();
echo "still held\n";
try {
    unset($c);
} catch (Exception $e) {
    echo 'surfaced: ', $e->getMessage(), "\n";
}
$c = spawn(fn() => throw new Exception('seen'));
suspend();
try { await($c); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
unset($c);
echo "end\n";
?>
--EXPECTF--
still held
surfaced: unobserved
seen
end
