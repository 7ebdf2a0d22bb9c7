--TEST--
C-220, C-221, IO-70: the setting, and what phpinfo() says (any order)
--EXTENSIONS--
async
--FILE--
<?php
var_dump(ini_get('async.debug_deadlock'), ini_set('async.debug_deadlock', '0'), ini_get('async.debug_deadlock'));
ini_restore('async.debug_deadlock');
var_dump(ini_get('async.debug_deadlock'), ini_get_all('async')['async.debug_deadlock']['access'] === INI_ALL);
ob_start();
phpinfo(INFO_MODULES);
$info = ob_get_clean();
$table = substr($info, strpos($info, "\nasync\n"));
foreach (['/^(Module|true_async) => true_async$/m', '/^Version => \d+\.\d+/m', '/^Support => Enabled$/m', '/^LibUv Reactor => Enabled$/m',
    '/^async\.debug_deadlock => (1|On) => (1|On)$/m'] as $line) {
    echo $line, ': ', preg_match($line, $table) ? 'there' : 'MISSING', "\n";
}
?>
--EXPECT--
string(1) "1"
string(1) "1"
string(1) "0"
string(1) "1"
bool(true)
/^(Module|true_async) => true_async$/m: there
/^Version => \d+\.\d+/m: there
/^Support => Enabled$/m: there
/^LibUv Reactor => Enabled$/m: there
/^async\.debug_deadlock => (1|On) => (1|On)$/m: there
