--TEST--
IO-1302: mail() waits for its program without keeping others, long letters too; results and warnings are stock's (any order)
--INI--
sendmail_path=/bin/sh
mail.add_x_header=0
--EXTENSIONS--
async
posix
--FILE--
<?php
use function Async\{spawn, await, suspend};

require __DIR__ . '/../_inc/barrier.inc';

function attempt(callable $call): string
{
    $warnings = [];
    set_error_handler(function ($level, $text) use (&$warnings) {
        $warnings[] = $text;
        return true;
    });
    try {
        $result = $call();
    } catch (Throwable $e) {
        $result = $e->getMessage();
    }
    restore_error_handler();
    return json_encode([$result, $warnings]);
}

$file = sys_get_temp_dir() . '/async-mail-' . getmypid();
// The program that mail() runs: /bin/sh with this as its script.
$program = "$file-program";
$runs = function (string $script) use ($program) {
    file_put_contents("$program.new", $script);
    rename("$program.new", $program);
};
$all = function () use ($file, $program, $runs) {
    $answers = [];
    $runs("cat >$file");
    $answers[] = attempt(fn() => [mail('a@example.com', 'Subject', "Body\nline", "X-One: 1", $program), file_get_contents($file)]);
    $answers[] = attempt(fn() => mail('a@example.com', 'S', 'B', "X-One: 1\r\n\r\nX-Two: 2", $program));
    $answers[] = attempt(fn() => mail("a\0b", 'S', 'B', '', $program));
    $long = str_repeat('0123456789', 100000);
    $answers[] = attempt(fn() => [mail('a@example.com', 'S', $long, '', $program), md5_file($file)]);
    foreach (['exit 1', 'exit 75', 'exec <&-; exit 0', 'cat >/dev/null; exit 0', 'exit 3'] as $run) {
        $runs($run);
        $answers[] = attempt(fn() => mail('a@example.com', 'S', $long, '', $program));
    }
    return $answers;
};
$stock = $all();
$cooperative = await(spawn($all));
unlink($file);
var_dump($stock === $cooperative, count($cooperative), $cooperative[0]);
if ($stock !== $cooperative) {
    print_r([$stock, $cooperative]);
}

$barrier = new Barrier(5);
$calls = [];
for ($i = 0; $i < 5; $i++) {
    $calls[] = spawn(function () use ($barrier, $i, $program) {
        file_put_contents("$program$i", $barrier->command($i) . ' >/dev/null; cat >/dev/null');
        return mail('a@example.com', 'S', str_repeat('x', 200000), '', "$program$i");
    });
}
echo json_encode(array_map(fn($call) => await($call), $calls)), "\n";
array_map(fn($i) => unlink("$program$i"), range(0, 4));

$runs("echo up >$file; read x <$file; cat >/dev/null");
posix_mkfifo($file, 0600);
$call = spawn(fn() => mail('a@example.com', 'S', str_repeat('x', 200000), '', $program));
suspend();
echo fgets(fopen($file, 'r'));
$call->cancel();
try {
    await($call);
} catch (Async\AsyncCancellation $e) {
    echo "cancelled\n";
}
file_put_contents($file, "go\n");
unlink($file);
unlink($program);
?>
--EXPECT--
bool(true)
int(9)
string(85) "[[true,"To: a@example.com\r\nSubject: Subject\r\nX-One: 1\r\n\r\nBody\nline\r\n"],[]]"
[true,true,true,true,true]
up
cancelled
