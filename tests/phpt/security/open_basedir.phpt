--TEST--
IO-7, IO-502: open_basedir holds for every path, also through symbolic links, ".." and workers, as in stock PHP (any order)
--EXTENSIONS--
async
--SKIPIF--
<?php if (PHP_OS_FAMILY === 'Windows') die('skip symbolic links'); ?>
--FILE--
<?php
require __DIR__ . '/../_inc/security.inc';

function checks(string $dir): array
{
    chdir("$dir/in");
    $out = "$dir/out/secret";
    $link = "$dir/in/link";      // to the secret file
    $linked = "$dir/in/linked";  // to the directory outside
    $checks = [];
    foreach (['direct' => $out, 'dots' => "$dir/in/../out/secret", 'relative' => '../out/secret', 'link' => $link, 'below a link' => "$linked/secret",
        'file: URL' => "file://$out", 'twice' => "$dir/in/sub/../../out/secret"] as $way => $path) {
        foreach ([
            'file_get_contents', 'file', 'readfile', 'fopen r' => fn ($p) => fopen($p, 'r'), 'fopen w' => fn ($p) => fopen($p, 'w'), 'fopen x' => fn ($p) => fopen("$p.new", 'x'),
            'file_put_contents' => fn ($p) => file_put_contents($p, 'changed'), 'append' => fn ($p) => file_put_contents($p, 'changed', FILE_APPEND | LOCK_EX),
            'copy from' => fn ($p) => copy($p, 'stolen'), 'copy to' => fn ($p) => copy('inside', $p), 'rename from' => fn ($p) => rename($p, 'stolen'),
            'rename to' => fn ($p) => rename('inside', $p), 'unlink', 'touch', 'chmod' => fn ($p) => chmod($p, 0777), 'chown' => fn ($p) => chown($p, 0), 'stat', 'lstat', 'file_exists',
            'is_file', 'is_dir', 'is_link', 'is_readable', 'is_writable', 'is_executable', 'filesize', 'fileperms', 'filemtime', 'fileowner', 'filetype', 'readlink', 'linkinfo', 'realpath',
            'symlink to' => fn ($p) => symlink($p, 'newlink'), 'symlink from' => fn ($p) => symlink('inside', "$p.link"), 'link to' => fn ($p) => link($p, 'hardlink'),
            'link from' => fn ($p) => link('inside', "$p.hard"), 'mkdir' => fn ($p) => mkdir("$p.dir"), 'mkdir deep' => fn ($p) => mkdir("$p.deep/er", 0777, true), 'rmdir', 'md5_file', 'sha1_file',
            'hash_file' => fn ($p) => hash_file('crc32', $p), 'parse_ini_file', 'highlight_file' => fn ($p) => highlight_file($p, true), 'php_strip_whitespace',
            'include' => fn ($p) => include $p, 'opendir' => fn ($p) => opendir(dirname($p)), 'scandir' => fn ($p) => scandir(dirname($p)), 'dir' => fn ($p) => dir(dirname($p)),
            'glob' => fn ($p) => glob(dirname($p) . '/*'), 'tempnam' => fn ($p) => basename(dirname($made = (string) tempnam(dirname($p), 'x'))) . @unlink($made), 'chdir' => fn ($p) => chdir(dirname($p)), 'disk_free_space' => fn ($p) => is_float(disk_free_space(dirname($p))),
            'SplFileObject' => fn ($p) => new SplFileObject($p), 'SplFileInfo' => fn ($p) => (new SplFileInfo($p))->getSize(), 'DirectoryIterator' => fn ($p) => new DirectoryIterator(dirname($p)),
            'error_log' => fn ($p) => error_log('x', 3, $p), 'stream_resolve' => fn ($p) => stream_resolve_include_path($p), 'fopen filter' => fn ($p) => file_get_contents("php://filter/read=string.toupper/resource=$p"),
            'getimagesize' => fn ($p) => function_exists('getimagesize') ? getimagesize($p) : null, 'posix_mkfifo' => fn ($p) => function_exists('posix_mkfifo') ? posix_mkfifo("$p.fifo", 0600) : null,
            'SQLite3' => fn ($p) => class_exists('SQLite3') ? new SQLite3($p) : null, 'PDO sqlite' => fn ($p) => class_exists('PDO') && in_array('sqlite', PDO::getAvailableDrivers()) ? new PDO("sqlite:$p") : null,
            'curl' => function ($p) {
                if (!function_exists('curl_init')) return null;
                $curl = curl_init('file://' . $p);
                return [$curl ? curl_setopt($curl, CURLOPT_RETURNTRANSFER, true) : null, $curl ? curl_exec($curl) : null];
            },
            'cafile' => fn ($p) => function_exists('openssl_x509_read') ? openssl_x509_read("file://$p") : null,
        ] as $name => $function) {
            if (is_int($name)) [$name, $function] = [$function, fn ($p) => $function($p)];
            $checks["$name, $way"] = fn () => $function($path);
        }
    }
    // The same is allowed inside.
    $checks['inside'] = fn () => [file_get_contents('inside'), file_put_contents('new', 'x'), in_array('inside', scandir('.')), rename('new', 'newer'), unlink('newer'), filesize("$dir/in/inside")];
    return $checks;
}

$dir = $argv[2] ?? sys_get_temp_dir() . '/async-basedir-' . getmypid();
if (isset($argv[2])) {
    $includes = get_included_files();
    ini_set('open_basedir', "$dir/in");
    echo json_encode(answers($argv[1], fn () => checks($dir)), JSON_PARTIAL_OUTPUT_ON_ERROR);
    exit;
}

$both = [];
foreach (['stock', 'cooperative'] as $how) {
    exec('rm -rf ' . escapeshellarg($dir));
    mkdir("$dir/in/sub", 0777, true);
    mkdir("$dir/out");
    file_put_contents("$dir/out/secret", "secret = 1\n");
    file_put_contents("$dir/in/inside", "inside\n");
    symlink("$dir/out/secret", "$dir/in/link");
    symlink("$dir/out", "$dir/in/linked");
    $both += one_way($how, __FILE__, [], $dir);
}
show_differences($both);
echo count($both['stock']) > 400 ? 'all were asked' : count($both['stock']), "\n";
// And nothing came through.
echo str_contains(json_encode($both), 'secret = 1') ? 'read' : 'not read', ', ', file_get_contents("$dir/out/secret") === "secret = 1\n" ? 'not written' : 'written', ', ';
echo implode(' ', array_diff(scandir("$dir/out"), ['.', '..', 'secret'])) ?: 'nothing made', "\n";
echo json_encode($both['cooperative']['inside'] ?? null), "\n";
exec('rm -rf ' . escapeshellarg($dir));
?>
--EXPECT--
all the same
all were asked
not read, not written, nothing made
[["inside\n",1,true,true,true,7],[]]
