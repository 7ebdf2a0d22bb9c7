--TEST--
IO-500, IO-502, IO-503, IO-504, IO-505, IO-506, IO-507, IO-508, IO-512, IO-515: what files answer is stock's, in a coroutine and without (any order)
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
    return "$title: " . json_encode([$result, strlen($output) > 1000 ? md5($output) : $output, $warnings]);
}

function big(string $text): string
{
    return strlen($text) . ' ' . md5($text);
}

function all(string $dir): array
{
    $all = [];
    $f = "$dir/file";
    $text = "line one\nline two\n\nlast";
    $large = implode(array_map(fn($i) => md5((string) $i), range(1, 20000)));
    foreach (['w', 'w+', 'a', 'a+', 'x', 'c+', 'r', 'r+', 'wb', 'z'] as $mode) {
        $all[] = attempt("mode $mode", function () use ($f, $mode, $text) {
            file_put_contents($f, $text);
            if ($mode === 'x') {
                unlink($f);
            }
            $h = fopen($f, $mode);
            $answers = [ftell($h), feof($h), fread($h, 4), ftell($h), fwrite($h, 'XYZ'), ftell($h), fread($h, 4), feof($h), fseek($h, 2), ftell($h),
                fwrite($h, ''), fwrite($h, 'BCD', 2), fflush($h), ftell($h), fseek($h, 0, SEEK_END), ftell($h), fread($h, 5), feof($h), rewind($h),
                feof($h), fgets($h), fgetc($h), stream_get_contents($h), feof($h), fread($h, 1), ftruncate($h, 40), ftell($h), fstat($h)['size'],
                fseek($h, 50), fwrite($h, 'far'), fsync($h), fdatasync($h), fclose($h)];
            return [$answers, file_get_contents($f)];
        });
    }
    $all[] = attempt('end of file', function () use ($f) {
        file_put_contents($f, '123456');
        $h = fopen($f, 'r');
        $answers = [fread($h, 3), feof($h), fread($h, 3), feof($h), fread($h, 3), feof($h)];
        rewind($h);
        return [...$answers, feof($h), fread($h, 100), feof($h)];
    });
    $all[] = attempt('empty', function () use ($f) {
        file_put_contents($f, '');
        $h = fopen($f, 'r');
        return [feof($h), fgets($h), feof($h), file_get_contents($f), file($f)];
    });
    $all[] = attempt('helpers', function () use ($f, $text, $dir) {
        return [file_put_contents($f, $text), file_put_contents($f, '+', FILE_APPEND | LOCK_EX), file_put_contents($f, ['a', 'b'], FILE_APPEND), file($f),
            file($f, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES), file_get_contents($f, false, null, 3, 5), readfile($f), copy($f, "$dir/copy"),
            file_get_contents("$dir/copy"), rename("$dir/copy", "$dir/moved"), file_exists("$dir/copy"), filesize("$dir/moved"), unlink("$dir/moved"),
            fpassthru(fopen($f, 'r')), touch($f, 1000000), filemtime($f), is_file($f)];
    });
    $all[] = attempt('large', function () use ($f, $large, $dir) {
        $answers = [file_put_contents($f, $large), big(file_get_contents($f)), copy($f, "$dir/copy"), big(file_get_contents("$dir/copy")), readfile($f)];
        $h = fopen($f, 'r+');
        $answers[] = big(fread($h, 400000));
        $answers[] = [fwrite($h, str_repeat('y', 200000)), ftell($h), big(stream_get_contents($h)), rewind($h), big(stream_get_contents($h))];
        $answers[] = [fseek($h, 100), fwrite($h, $large), ftell($h), fseek($h, 0), big(fread($h, 1000000)), feof($h)];
        $out = fopen("$dir/copy", 'w+');
        rewind($h);
        $answers[] = [stream_copy_to_stream($h, $out, 300000, 10), rewind($out), big(stream_get_contents($out))];
        $filtered = fopen("php://filter/read=string.rot13/resource=$f", 'r');
        $answers[] = big(stream_get_contents($filtered));
        return $answers;
    });
    $all[] = attempt('lines', function () use ($f) {
        $h = fopen($f, 'w+');
        fputcsv($h, ['a', 'b c', 'd"e']);
        fwrite($h, "12 apples\nx;y;z\n");
        rewind($h);
        return [fgetcsv($h), fscanf($h, '%d %s'), stream_get_line($h, 100, ';'), fgets($h, 3), fgets($h), fgets($h), feof($h)];
    });
    $all[] = attempt('object', function () use ($f) {
        $o = new SplFileObject($f, 'w+');
        $answers = [$o->fwrite("a\nb\n"), $o->flock(LOCK_EX), $o->ftruncate(3), $o->fseek(0), $o->fgets(), $o->eof()];
        foreach ($o as $line) {
            $answers[] = $line;
        }
        return $answers;
    });
    $all[] = attempt('temporary', function () {
        $h = tmpfile();
        $path = stream_get_meta_data($h)['uri'];
        return [fwrite($h, str_repeat('t', 200000)), rewind($h), strlen(stream_get_contents($h)), file_exists($path), fclose($h), file_exists($path)];
    });
    $all[] = attempt('devices', fn() => [fwrite(fopen('/dev/null', 'w'), str_repeat('x', 100000)), fread(fopen('/dev/null', 'r'), 10), strlen(fread(fopen('/dev/zero', 'r'), 100))]);
    $all[] = attempt('full disk', fn() => is_writable('/dev/full') ? fwrite(fopen('/dev/full', 'w'), str_repeat('x', 100000)) : 'none');
    $all[] = attempt('missing', fn() => [file_get_contents("$dir/no"), fopen("$dir/no/no", 'w'), unlink("$dir/no"), rmdir("$dir/no"), scandir("$dir/no"), copy("$dir/no", "$dir/x")]);
    $all[] = attempt('directory', fn() => [fopen($dir, 'w'), file_get_contents($dir)]);
    $all[] = attempt('directories', fn() => [mkdir("$dir/a/b", 0755, true), touch("$dir/a/f"), scandir("$dir/a"), rename("$dir/a", "$dir/z"), is_dir("$dir/z/b"),
        rmdir("$dir/z"), unlink("$dir/z/f"), rmdir("$dir/z/b"), rmdir("$dir/z"), count(glob("$dir/*"))]);
    $all[] = attempt('closed', function () use ($f) {
        $h = fopen($f, 'r');
        fclose($h);
        return [attempt('', fn() => fread($h, 1)), attempt('', fn() => flock($h, LOCK_EX))];
    });
    $all[] = attempt('lock arguments', fn() => [attempt('', fn() => flock(fopen($f, 'r'), 0)), flock(fopen($f, 'r'), LOCK_SH, $w), $w,
        attempt('', fn() => flock(fopen('php://memory', 'r'), LOCK_EX))]);
    $all[] = attempt('meta', function () use ($f) {
        $h = fopen($f, 'r');
        fgets($h);
        return array_diff_key(stream_get_meta_data($h), ['uri' => 0]) + ['lock' => stream_supports_lock($h), 'set' => stream_set_blocking($h, false)];
    });
    $all[] = attempt('include', function () use ($f) {
        file_put_contents($f, '<?php return [basename(__FILE__), ' . str_repeat('/* far more than one read */ ', 4000) . '1];');
        return include $f;
    });
    ini_set('open_basedir', $dir . PATH_SEPARATOR . __DIR__);
    $all[] = attempt('open_basedir', fn() => [file_get_contents('/etc/hostname'), fopen('/etc/passwd', 'r'), file_put_contents('/tmp/../tmp/async-no', 'x'), scandir('/'),
        file_get_contents($f) !== false]);
    return $all;
}

// Each in a process of its own, because of open_basedir.
if (isset($argv[2])) {
    $all = $argv[1] === 'stock' ? all($argv[2]) : await(spawn(fn() => all($argv[2])));
    echo json_encode($all);
    exit;
}
require __DIR__ . '/../_inc/php_child.inc';
$dir = sys_get_temp_dir() . '/async-files-' . getmypid();
$answers = [];
foreach (['stock', 'cooperative'] as $how) {
    mkdir($dir);
    $child = proc_open(php_child(__FILE__, $how, $dir), [1 => ['pipe', 'w']], $pipes);
    $answers[$how] = json_decode($output = stream_get_contents($pipes[1]), true) ?? [$output];
    proc_close($child);
    exec('rm -r ' . escapeshellarg($dir));
}
foreach ($answers['stock'] as $i => $line) {
    if ($line !== ($answers['cooperative'][$i] ?? null)) {
        echo "stock:       $line\ncooperative: ", $answers['cooperative'][$i] ?? '-', "\n";
    }
}
echo count($answers['stock']) > 20 ? 'all compared' : count($answers['stock']), "\n";
?>
--EXPECT--
all compared
