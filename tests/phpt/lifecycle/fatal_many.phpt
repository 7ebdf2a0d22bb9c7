--TEST--
C-147 C-148 C-149: fatal errors beside 1,000 parked coroutines: the stock message once, the stock status, no PHP code of others (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (getenv('USE_ZEND_ALLOC') === '0') die('skip without the engine\'s memory manager there is no memory limit'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
$script = __DIR__ . '/fatal_many_script.inc';
$prelude = file_get_contents(__DIR__ . '/../_inc/thousand_parked.inc');
$kinds = [
    'memory, in a coroutine' => 'ini_set("memory_limit", "64M"); spawn(fn() => str_repeat("x", 200 << 20)); delay(1000000);',
    'memory, in main' => 'ini_set("memory_limit", "64M"); str_repeat("x", 200 << 20);',
    'memory, piece by piece' => 'ini_set("memory_limit", "64M"); spawn(function () { $all = []; for (;;) { $all[] = str_repeat("x", 10000); if (count($all) % 100 === 0) suspend(); } }); delay(1000000);',
    'an error of the compiler' => 'spawn(fn() => eval("function f() {} function f() {}")); delay(1000000);',
    'in a destructor' => 'class D { function __destruct() { suspend(); eval("class D {}"); } } spawn(function () { $d = new D; }); delay(1000000);',
    'in a Fiber' => 'spawn(function () { (new Fiber(function () { suspend(); eval("function f() {} function f() {}"); }))->start(); }); delay(1000000);',
    'in a shutdown function\'s coroutine' => 'register_shutdown_function(fn() => spawn(fn() => eval("function f() {} function f() {}"))); exit(0);',
];
foreach ($kinds as $kind => $code) {
    file_put_contents($script, "$prelude\n$code");
    $child = proc_open(php_child('-d', 'display_errors=1', '-d', 'log_errors=0', $script), [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
    $output = stream_get_contents($pipes[1]);
    $status = proc_close($child);
    $output = preg_replace(['/ in \S+?fatal_many_script.inc.*/', '/\d+ bytes( at \S+)?/'], [' in script', 'N bytes'], $output);
    if ($kind === 'in a shutdown function\'s coroutine') $output = str_replace("never\n", '', $output);  // exit unwinds the others first
    echo "-- $kind: status $status\n", trim($output), "\n";
}
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/fatal_many_script.inc');
?>
--EXPECTF--
-- memory, in a coroutine: status 255
Fatal error: Allowed memory size of N bytes exhausted%S (tried to allocate N bytes) in script
shutdown function
-- memory, in main: status 255
Fatal error: Allowed memory size of N bytes exhausted%S (tried to allocate N bytes) in script
shutdown function
-- memory, piece by piece: status 255
Fatal error: Allowed memory size of N bytes exhausted%S (tried to allocate N bytes) in script
shutdown function
-- an error of the compiler: status 255
Fatal error: Cannot redeclare %Sf() (previously declared in script
shutdown function
-- in a destructor: status 255
Fatal error: Cannot %r(declare class D, because the name is already in use in|redeclare class D \(previously declared in)%r script
shutdown function
-- in a Fiber: status 255
Fatal error: Cannot redeclare %Sf() (previously declared in script
shutdown function
-- in a shutdown function's coroutine: status 255
shutdown function

Fatal error: Cannot redeclare %Sf() (previously declared in script
