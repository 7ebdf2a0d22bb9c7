--TEST--
C-160, C-161: @ and warning-to-exception windows belong to one coroutine
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend, delay, timeout, protect, current_coroutine, get_coroutines, graceful_shutdown};

set_error_handler(function ($no, $text) { echo error_reporting() & E_WARNING ? 'loud' : 'silent', ": $text\n"; return true; });
class Slow { public $context; function stream_open() { suspend(); return false; } function url_stat() { return false; } }
stream_wrapper_register('slow', 'Slow');
spawn(function () { suspend(); trigger_error('other', E_USER_WARNING); $x = $undefined; });
@file_get_contents('slow://x');
spawn(function () { echo $nothing; @trigger_error('own', E_USER_WARNING); });
try {
    new SplFileObject('slow://y');
} catch (RuntimeException $e) {
    echo get_class($e), "\n";
}
?>
--EXPECTF--
silent: file_get_contents(slow://x): Failed to open stream: "Slow::stream_open" call failed
loud: other
loud: Undefined variable $undefined
loud: Undefined variable $nothing
silent: own
RuntimeException
