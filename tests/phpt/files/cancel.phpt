--TEST--
IO-514, IO-10, IO-14, IO-50, IO-16: a cancelled write goes on by itself and whatever comes next on the stream waits for it; closing under a writer
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$name = tempnam(sys_get_temp_dir(), 'async-cancel');
$block = str_repeat('x', 5000000);
foreach (['fwrite', 'fread', 'fseek', 'ftruncate', 'fstat', 'fclose'] as $next) {
    $file = fopen($name, 'w+');
    $writer = spawn(fn() => fwrite($file, $block));
    $queued = spawn(fn() => fwrite($file, $block));
    suspend();
    $queued->cancel();
    $writer->cancel(new Async\AsyncCancellation('enough'));
    $results = [];
    foreach ([$writer, $queued] as $call) {
        try {
            $results[] = await($call);
        } catch (Async\AsyncCancellation $e) {
            $results[] = $e->getMessage() === 'enough' ? 'enough' : 'cancelled';
        }
    }
    $answer = match ($next) {
        'fwrite' => fwrite($file, 'END'),
        'fread' => fread($file, 10),
        'fseek' => [fseek($file, 0, SEEK_END), ftell($file)],
        'ftruncate' => ftruncate($file, 7),
        'fstat' => [flock($file, LOCK_EX), fflush($file), fsync($file), fstat($file)['size']],
        'fclose' => fclose($file),
    };
    if ($next !== 'fclose') {
        fclose($file);
        clearstatcache();
        echo "$next: ", json_encode([$results, $answer, filesize($name)]), "\n";
    } else {
        echo "$next: ", json_encode([$results, $answer]), "\n";
    }
}
$file = fopen($name, 'w+');
$writers = [spawn(fn() => fwrite($file, $block)), spawn(fn() => fwrite($file, $block))];
suspend();
fclose($file);
echo json_encode(array_map(fn($w) => await($w), $writers)), "\n";
try {
    fwrite($file, 'x');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
unlink($name);
?>
--EXPECT--
fwrite: [["enough","cancelled"],3,5000003]
fread: [["enough","cancelled"],"",5000000]
fseek: [["enough","cancelled"],[0,5000000],5000000]
ftruncate: [["enough","cancelled"],true,7]
fstat: [["enough","cancelled"],[true,true,true,5000000],5000000]
fclose: [["enough","cancelled"],true]
[false,false]
fwrite(): supplied resource is not a valid stream resource
