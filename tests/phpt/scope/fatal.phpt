--TEST--
C-147: after a fatal error the finally handlers of living Scope objects run, at the very end (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip without the engine\'s memory manager there is no memory limit'); if (getenv('USE_ZEND_ALLOC') === '0') die('skip needs the memory limit of the engine allocator'); ?>
--INI--
memory_limit=16M
--FILE--
<?php
use Async\{CompositeException, Scope};
use function Async\{delay, spawn, suspend};

register_shutdown_function(function () { echo "shutdown function\n"; });
$scope = new Scope();
$scope->finally(function ($s) { echo 'finally '; var_dump($s); throw new Exception('from finally'); });
$scope->finally(function ($s) { delay(1); throw new Exception('and another'); });
$scope->setExceptionHandler(function ($s, $c, $e) {
    foreach ($e->getExceptions() as $inner) echo 'handler: ', $inner->getMessage(), "\n";
});
$scope->spawn(function () { try { delay(100000); } finally { echo "never\n"; } });
$c = $scope->spawn(function () { suspend(); str_repeat('x', 100000000); });
$c->finally(fn() => print("dropped\n"));
delay(100000);
?>
--EXPECTF--
Fatal error: Allowed memory size of 16777216 bytes exhausted%s(tried to allocate %d bytes) in %sfatal.php on line 13
shutdown function
finally NULL
handler: from finally
handler: and another
