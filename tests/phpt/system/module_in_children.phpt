--TEST--
IO-1408: a child that is started with nothing but -r has the module too (any order)
--SKIPIF--
<?php if (!getenv('TEST_PHP_EXECUTABLE')) die('skip no TEST_PHP_EXECUTABLE'); ?>
--FILE--
<?php
use function Async\{spawn, await};

echo await(spawn(fn () => shell_exec(escapeshellarg(getenv('TEST_PHP_EXECUTABLE')) . ' -r ' . escapeshellarg('echo Async\await(Async\spawn(fn () => "in the child"));')))), "\n";
?>
--EXPECT--
in the child
