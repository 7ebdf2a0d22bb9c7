--TEST--
IO-513, IO-500, IO-7: calls on paths answer and warn as stock does, in a coroutine, inline and through workers (any order)
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
    try {
        $result = $call();
    } catch (Throwable $e) {
        $result = get_class($e) . ': ' . $e->getMessage();
    }
    restore_error_handler();
    return "$title: " . json_encode([$result, $warnings]);
}

function all(string $dir): array
{
    mkdir($dir);
    chdir($dir);
    $all = [];
    $all[] = attempt('mkdir', fn() => [mkdir('a'), mkdir('a'), mkdir('b/c/d', 0700, true), mkdir('no/such')]);
    $all[] = attempt('write', fn() => [file_put_contents('a/f', 'text'), file_put_contents('a/f', 'more', FILE_APPEND), file_put_contents('no/f', 'x')]);
    $all[] = attempt('read', fn() => [file_get_contents('a/f'), file('a/f'), file_get_contents('none'), md5_file('a/f'), sha1_file('none'), hash_file('crc32b', 'a/f')]);
    $all[] = attempt('fopen', function () {
        $file = fopen('a/g', 'x+');
        return [fwrite($file, 'hello'), rewind($file), fread($file, 9), fclose($file), fopen('a/g', 'x'), fopen('none', 'r'), fopen('a', 'w')];
    });
    $all[] = attempt('kinds', fn() => array_map(fn($f) => [$f('a/f'), $f('a'), $f('none')], ['file_exists', 'is_file', 'is_dir', 'is_link', 'is_readable',
        'is_writable', 'is_writeable', 'is_executable', 'filesize', 'filetype', 'fileperms']));
    $all[] = attempt('owners', fn() => array_map(fn($f) => [$f('a/f') > -1, $f('none')], ['fileowner', 'filegroup', 'fileinode', 'fileatime', 'filemtime', 'filectime']));
    $all[] = attempt('stat', fn() => [stat('a/f')['size'], stat('a/f')[7], lstat('a/f')['size'], stat('none'), lstat('none')]);
    $all[] = attempt('stat cache', function () {
        file_put_contents('s', 'x');
        $answers = [filesize('s')];
        exec('printf longer > s');
        $answers[] = filesize('s');
        clearstatcache();
        return [...$answers, filesize('s'), unlink('s'), file_exists('s'), @filesize('s')];
    });
    $all[] = attempt('links', fn() => [symlink('f', 'a/sym'), symlink('f', 'a/sym'), readlink('a/sym'), readlink('a/f'), link('a/f', 'a/hard'), link('none', 'x'),
        is_link('a/sym'), linkinfo('a/sym') > 0, lstat('a/sym')['size'], stat('a/hard')['nlink'], basename(realpath('a/../a/sym')), realpath('none')]);
    $all[] = attempt('touch', fn() => [touch('a/f', 1000000, 2000000), filemtime('a/f'), fileatime('a/f'), touch('new'), filesize('new'), touch('no/such'), touch('a/f')]);
    $all[] = attempt('modes', fn() => [chmod('a/f', 0640), decoct(fileperms('a/f')), chmod('none', 0), chown('a/f', fileowner('a/f')), chgrp('a/f', filegroup('a/f')),
        chown('none', 0), lchown('a/sym', fileowner('a/f')), lchgrp('a/sym', filegroup('a/f'))]);
    $all[] = attempt('scandir', fn() => [scandir('a'), scandir('a', SCANDIR_SORT_DESCENDING), scandir('none'), scandir('a/f')]);
    $all[] = attempt('many names', function () {
        mkdir('many');
        for ($i = 0; $i < 1500; $i++) {
            touch("many/$i");
        }
        $names = scandir('many');
        foreach ($names as $name) {
            @unlink("many/$name");
        }
        return [count($names), count(array_unique($names)), rmdir('many')];
    });
    $all[] = attempt('opendir', function () {
        $handle = opendir('a');
        $names = [];
        while (($name = readdir($handle)) !== false) {
            $names[] = $name;
        }
        rewinddir($handle);
        $again = readdir($handle) !== false;
        closedir($handle);
        sort($names);
        $object = dir('b');
        $first = $object->read() !== false;
        $object->close();
        return [$names, $again, $first, opendir('none'), opendir('a/f')];
    });
    $all[] = attempt('glob', fn() => [glob('a/*'), count(glob(getcwd() . '/a/*')), glob(getcwd() . '/none*'), glob('{a,b}', GLOB_BRACE), count(glob(getcwd() . '/{a,b}/*', GLOB_BRACE))]);
    $all[] = attempt('rename', fn() => [rename('a/g', 'a/h'), file_exists('a/g'), file_get_contents('a/h'), rename('none', 'x'), rename('a', 'b/e')]);
    $all[] = attempt('copy', fn() => [copy('b/e/f', 'copy'), file_get_contents('copy'), copy('none', 'x'), copy('copy', 'no/x')]);
    $all[] = attempt('tempnam', function () {
        $name = tempnam(getcwd(), 'pre');
        return [str_starts_with(basename($name), 'pre'), filesize($name), decoct(fileperms($name)), unlink($name)];
    });
    $all[] = attempt('tmpfile', function () {
        $file = tmpfile();
        $name = stream_get_meta_data($file)['uri'];
        return [fwrite($file, 'x'), file_exists($name), fclose($file), file_exists($name)];
    });
    $all[] = attempt('space', fn() => [disk_free_space('.') > 0, disk_total_space('.') > 0, disk_free_space('none')]);
    $all[] = attempt('unlink', fn() => [unlink('copy'), unlink('copy'), unlink('b'), rmdir('b'), rmdir('none')]);
    $all[] = attempt('basedir', function () {
        // IO-515: the check runs here, whoever makes the call.
        return attempt('', fn() => [file_exists(__DIR__ . "/x\0y"), fopen("a\0b", 'r')]);
    });
    chdir('/');
    exec('rm -r ' . escapeshellarg($dir));
    return $all;
}

$base = sys_get_temp_dir() . '/async-paths-' . getmypid();
$stock = all($base);
foreach (['inline', 'pool'] as $mode) {
    ini_set('async.fs_metadata', $mode);
    foreach (await(spawn(all(...), $base)) as $i => $line) {
        if ($line !== $stock[$i]) {
            echo "stock: $stock[$i]\n$mode:  $line\n";
        }
    }
}
echo count($stock), " compared\n", implode("\n", preg_grep('/^(stat cache|unlink|rename)/', $stock)), "\n";
var_dump(ini_set('async.fs_metadata', 'maybe'));
?>
--EXPECTF--
22 compared
stat cache: [[1,%d,6,true,false,false],["2 filesize(): stat failed for s"]]
rename: [[true,false,"hello",false,true],["2 rename(none,x): No such file or directory"]]
unlink: [[true,false,false,false,false],["2 unlink(copy): No such file or directory","2 unlink(b): Is a directory","2 rmdir(b): Directory not empty","2 rmdir(none): No such file or directory"]]

Warning: async.fs_metadata must be inline or pool, "maybe" given in %sstock.php on line %d
bool(false)
