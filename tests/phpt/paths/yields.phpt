--TEST--
IO-513, IO-511: with async.fs_metadata=pool each call on a path lets others run, without it none does; an include never
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$dir = sys_get_temp_dir() . '/async-yields-' . getmypid();
mkdir($dir);
file_put_contents("$dir/f", 'x');
file_put_contents("$dir/inc.php", '<?php return 7;');

// Did another coroutine have a turn meanwhile?
function lets_others_run(callable $call): bool
{
    return await(spawn(function () use ($call) {
        $turns = 0;
        $running = true;
        $other = spawn(function () use (&$turns, &$running) {
            while ($running) {
                $turns++;
                suspend();
            }
        });
        $call();
        $hadTurns = $turns;
        $running = false;
        await($other);
        return $hadTurns > 0;
    }));
}

$calls = [
    'stat' => fn() => stat("$dir/f"),
    'filemtime, remembered' => fn() => filemtime("$dir/f"),
    'file_exists' => fn() => file_exists("$dir/none"),
    'is_dir' => fn() => is_dir("$dir/none"),
    'is_writable' => fn() => is_writable("$dir/f"),
    'lstat' => fn() => lstat("$dir/f"),
    'mkdir' => fn() => mkdir("$dir/d"),
    'rename' => fn() => rename("$dir/d", "$dir/e"),
    'rmdir' => fn() => rmdir("$dir/e"),
    'touch' => fn() => touch("$dir/f"),
    'chmod' => fn() => chmod("$dir/f", 0600),
    'symlink' => fn() => symlink('f', "$dir/s"),
    'readlink' => fn() => readlink("$dir/s"),
    'link' => fn() => link("$dir/f", "$dir/l"),
    'unlink' => fn() => unlink("$dir/l"),
    'scandir' => fn() => scandir($dir),
    'opendir' => fn() => closedir(opendir($dir)),
    'glob' => fn() => glob("$dir/*"),
    'fopen' => fn() => fclose(fopen("$dir/f", 'r')),
    'file_get_contents' => fn() => file_get_contents("$dir/f"),
    'copy' => fn() => copy("$dir/f", "$dir/c"),
    'tempnam' => fn() => unlink(tempnam($dir, 'x')),
    'tmpfile' => fn() => fclose(tmpfile()),
    'disk_free_space' => fn() => disk_free_space($dir),
    'include' => fn() => include "$dir/inc.php",
    'require' => fn() => require "$dir/inc.php",
    'highlight_file' => fn() => highlight_file("$dir/inc.php", true),
    'parse_ini_file' => fn() => @parse_ini_file("$dir/f"),
];
foreach (['inline', 'pool'] as $mode) {
    ini_set('async.fs_metadata', $mode);
    clearstatcache();
    echo "$mode, let others run: ", implode(' ', array_keys(array_filter(array_map(lets_others_run(...), $calls)))), "\n";
    @unlink("$dir/s");
    @unlink("$dir/c");
}
array_map('unlink', glob("$dir/*"));
rmdir($dir);
?>
--EXPECT--
inline, let others run: 
pool, let others run: stat file_exists is_dir is_writable lstat mkdir rename rmdir touch chmod symlink readlink link unlink scandir opendir glob fopen file_get_contents copy tempnam tmpfile disk_free_space
