--TEST--
IO-705: awaiting a lookup with a cancellation token ends with the token, the lookup goes on
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

$token = spawn(function () {
    return 'token';
});
$lookup = spawn(fn() => gethostbyname('localhost'));
try {
    await($lookup, $token);
    echo "not reached\n";
} catch (Async\OperationCanceledException $e) {
    echo get_class($e), "\n";
}
echo await($lookup), "\n";
?>
--EXPECT--
Async\OperationCanceledException
127.0.0.1
