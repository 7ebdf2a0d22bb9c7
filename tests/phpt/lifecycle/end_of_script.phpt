--TEST--
C-139, C-142, C-146: -r code, prepended and appended files and included main scripts end where coroutines are waited for (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/php_child.inc';
$run = function (string ...$arguments) {
    $child = proc_open(php_child('-d', 'display_errors=1', '-d', 'log_errors=0', ...$arguments), [1 => ['pipe', 'w']], $pipes);
    echo str_replace(__DIR__, '', stream_get_contents($pipes[1]));
    echo 'status ', proc_close($child), "\n";
};
$file = function (string $name, string $code) {
    file_put_contents(__DIR__ . "/$name", "<?php $code");
    return __DIR__ . "/$name";
};
$use = 'use function Async\{spawn, suspend, delay};';
echo "-- code\n";
$run('-r', "$use spawn(fn() => print(\"coroutine\\n\")); echo \"main\\n\";");
echo "-- prepended and appended\n";
$before = $file('end_of_script_before.inc', "$use spawn(fn() => print(\"of the first file\\n\")); echo \"first file\\n\";");
$main = $file('end_of_script_main.inc', "$use spawn(fn() => print(\"of the script\\n\")); echo \"script\\n\";");
$after = $file('end_of_script_after.inc', "$use spawn(fn() => print(\"of the last file\\n\")); echo \"last file\\n\";");
$run('-d', "auto_prepend_file=$before", '-d', "auto_append_file=$after", $main);
echo "-- an error in main: the others are told first, then the report, then shutdown functions\n";
$thrower = $file('end_of_script_throw.inc', "$use register_shutdown_function(fn() => print(\"shutdown function\\n\"));
spawn(function () { try { delay(1000000); } catch (Cancellation \$e) { echo \$e->getMessage(), \"\\n\"; } });
suspend(); throw new Exception('from main');");
$run($thrower);
echo "-- the user's handler gets it\n";
$handled = $file('end_of_script_handled.inc', "set_exception_handler(fn(\$e) => print('handler: ' . \$e->getMessage() . \"\\n\")); require '$thrower';");
$run($handled);
?>
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/end_of_script_*.inc'));
?>
--EXPECTF--
-- code
main
coroutine
status 0
-- prepended and appended
first file
of the first file
script
of the script
last file
of the last file
status 0
-- an error in main: the others are told first, then the report, then shutdown functions
Graceful shutdown

Fatal error: Uncaught Exception: from main in /end_of_script_throw.inc:3
Stack trace:
#0 {main}
  thrown in /end_of_script_throw.inc on line 3
shutdown function
status 255
-- the user's handler gets it
Graceful shutdown
handler: from main
shutdown function
status 255
