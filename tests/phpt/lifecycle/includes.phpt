--TEST--
C-164, C-166: include and eval in coroutines: shared declarations, *_once, missing files, errors; their code may suspend
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

$file = function (string $name, string $code) { file_put_contents($path = __DIR__ . "/includes_$name.inc", "<?php $code"); return $path; };
$declaring = $file('declaring', 'Async\suspend(); function declared_in_a() { return "declared"; } const SHARED = 5; $local = "local"; return "returned";');
$once = $file('once', 'echo "once\n"; Async\suspend(); class Included {} return "first";');
$broken = $file('broken', 'this is broken');

$a = spawn(function () use ($declaring) { return [include $declaring, $local, declared_in_a()]; });
$b = spawn(function () use ($once) { return include_once $once; });
$c = spawn(function () use ($once) { return include_once $once; });
$d = spawn(function () { $answer = @include __DIR__ . '/includes_missing.inc'; echo "goes on\n"; return $answer; });
$e = spawn(function () use ($broken) { try { include $broken; } catch (ParseError $e) { return $e->getMessage(); } });
foreach ([$a, $b, $c, $d, $e] as $coroutine) echo json_encode(await($coroutine)), "\n";
var_dump(SHARED, function_exists('declared_in_a'), class_exists('Included'));

$f = spawn(function () { $v = 1; eval('$v++; Async\suspend(); function evaluated() { return 3; } $v++;'); return [$v, evaluated()]; });
$g = spawn(fn() => eval('Async\suspend(); return 42;'));
$h = spawn(function () { try { eval('broken too'); } catch (ParseError $e) { return $e->getMessage(); } });
foreach ([$f, $g, $h] as $coroutine) echo json_encode(await($coroutine)), "\n";

register_shutdown_function(fn() => print("shutdown function\n"));
spawn(function () use ($declaring) { require $declaring; echo "never\n"; });
suspend();
suspend();
echo "never\n";
?>
--CLEAN--
<?php
array_map(unlink(...), glob(__DIR__ . '/includes_*.inc'));
?>
--EXPECTF--
once
goes on
["returned","local","declared"]
"first"
true
false
"syntax error, unexpected identifier \"is\""
int(5)
bool(true)
bool(true)
[3,3]
42
"syntax error, unexpected identifier \"too\""

Fatal error: Cannot redeclare %Sdeclared_in_a() (previously declared in %sincludes_declaring.inc:1) in %sincludes_declaring.inc on line 1
shutdown function
