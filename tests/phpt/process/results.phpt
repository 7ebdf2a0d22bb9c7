--TEST--
IO-801, IO-802, IO-803, IO-806, IO-7: output, results, codes, warnings and errors are stock's, with the scheduler and without (any order)
--INI--
async.exec_kill_on_cancel=0
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

function attempt(string $title, callable $call): string
{
    $warnings = [];
    set_error_handler(function ($level, $text) use (&$warnings) {
        $warnings[] = "$level $text";
        return true;
    });
    ob_start();
    try {
        $result = $call();
    } catch (Throwable $e) {
        $result = get_class($e) . ': ' . $e->getMessage();
    }
    $output = ob_get_clean();
    restore_error_handler();
    return "$title: " . json_encode([$result, $output, $warnings], JSON_PARTIAL_OUTPUT_ON_ERROR);
}

function all(): array
{
    $long = str_repeat('x', 20000);
    $commands = [
        'lines' => 'printf "a  \t\r\n\n  b\nlast"',
        'nothing' => 'true',
        'only newlines' => 'printf "\n\n"',
        'long line' => "printf '%s\nend' $long",
        'binary' => 'printf "\\001\\000\\377 \n"',
        'exit 3' => 'echo x; exit 3',
        'exit 255' => 'exit 255',
        'killed' => 'kill -9 $$',
        'unknown command' => 'exec 2>/dev/null; /no/such/command',
        'closes its output first' => 'exec >&-; exit 7',
        'reads nothing' => 'cat </dev/null; exit 1',
        'environment' => 'echo "$ASYNC_TEST_VARIABLE"',
        'directory' => 'basename "$(pwd)"',
    ];
    $all = [];
    foreach ($commands as $title => $command) {
        $all[] = attempt("exec $title", function () use ($command) {
            $lines = ['kept'];
            $code = 'none';
            return [exec($command, $lines, $code), $lines, $code];
        });
        $all[] = attempt("exec alone $title", fn() => exec($command));
        $all[] = attempt("system $title", fn() => [system($command, $code), $code]);
        $all[] = attempt("passthru $title", fn() => [passthru($command, $code), $code]);
        $all[] = attempt("shell_exec $title", fn() => [shell_exec($command)]);
        $all[] = attempt("popen $title", function () use ($command) {
            $pipe = popen($command, 'r');
            return [stream_get_meta_data($pipe), stream_get_contents($pipe), feof($pipe), pclose($pipe), get_resource_type($pipe)];
        });
    }
    foreach (['exec', 'system', 'passthru', 'shell_exec'] as $function) {
        $all[] = attempt("$function empty", fn() => $function(''));
        $all[] = attempt("$function NUL", fn() => $function("a\0b"));
        $all[] = attempt("$function array", fn() => $function([]));
        $all[] = attempt("$function too few", fn() => $function());
        $all[] = attempt("$function too long", fn() => $function('true ' . str_repeat('x', 3000000)));
    }
    $all[] = attempt('exec typed', function () {
        $o = new class { public int $code = 5; public ?string $lines = null; };
        return exec('echo x; exit 4', $o->lines, $o->code);
    });
    $all[] = attempt('popen mode', fn() => popen('true', 'x'));
    $all[] = attempt('popen rw', fn() => popen('true', 'rw'));
    $all[] = attempt('popen rb', fn() => pclose(popen('true', 'rb')));
    $all[] = attempt('popen NUL', fn() => popen("a\0b", 'r'));
    $all[] = attempt('popen w', function () {
        $pipe = popen('read a; exit $a', 'w');
        return [fwrite($pipe, "12\n"), pclose($pipe)];
    });
    $all[] = attempt('popen w killed', fn() => pclose(popen('kill -15 $$', 'w')));
    $all[] = attempt('popen fclose', fn() => fclose(popen('exit 3', 'r')));
    $all[] = attempt('popen unread', fn() => pclose(popen('head -c 1000000 /dev/zero 2>/dev/null', 'r')));
    $all[] = attempt('pclose twice', function () {
        $pipe = popen('true', 'r');
        return [pclose($pipe), pclose($pipe)];
    });
    $all[] = attempt('pclose no resource', fn() => pclose('x'));
    $all[] = attempt('pclose of a file', fn() => pclose(fopen(__FILE__, 'r')));
    $all[] = attempt('pclose of a process', fn() => pclose(proc_open('true', [], $pipes)));
    $all[] = attempt('proc_close exit', fn() => proc_close(proc_open('exit 9', [], $pipes)));
    $all[] = attempt('proc_close of a file', fn() => proc_close(fopen(__FILE__, 'r')));
    $all[] = attempt('proc_close nothing', fn() => proc_close());
    $all[] = attempt('proc_close null', fn() => proc_close(null));
    $all[] = attempt('proc_close twice', function () {
        $process = proc_open('exit 2', [], $pipes);
        return [proc_close($process), proc_close($process)];
    });
    $all[] = attempt('proc_close ends the input', function () {
        $process = proc_open('cat >/dev/null; exit 6', [['pipe', 'r']], $pipes);
        fwrite($pipes[0], 'x');
        return [proc_close($process), get_resource_type($pipes[0])];
    });
    $all[] = attempt('reflection', fn() => array_map(fn($f) => (string) new ReflectionFunction($f),
        ['exec', 'system', 'passthru', 'shell_exec', 'popen', 'pclose', 'proc_close', 'mail']));
    return $all;
}

putenv('ASYNC_TEST_VARIABLE=seen');
$directory = sys_get_temp_dir() . '/async-exec-' . getmypid();
mkdir($directory);
chdir($directory);
$stock = all();
$cooperative = await(spawn(all(...)));
chdir('/');
rmdir($directory);
$different = 0;
foreach ($stock as $i => $line) {
    if ($line !== $cooperative[$i]) {
        $different++;
        echo "stock:       $line\ncooperative: $cooperative[$i]\n";
    }
}
echo count($stock) > 100 ? 'many' : count($stock), " compared, $different different\n";
echo preg_replace('/x{100,}/', 'xxx', implode("\n", array_filter($cooperative, fn($line) => preg_match('/^exec (lines|exit|killed|environment)/', $line)))), "\n";
?>
--EXPECT--
many compared, 0 different
exec lines: [["last",["kept","a","","  b","last"],0],"",[]]
exec exit 3: [["x",["kept","x"],3],"",[]]
exec exit 255: [["",["kept"],255],"",[]]
exec killed: [["",["kept"],9],"",[]]
exec environment: [["seen",["kept","seen"],0],"",[]]
