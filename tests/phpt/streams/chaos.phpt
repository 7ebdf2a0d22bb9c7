--TEST--
IO-13, IO-40, IO-41, IO-50, IO-51: hundreds of readers, writers, selectors, cancels and closes at random (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/streams.inc';
use function Async\{spawn, await, suspend};

$seed = (int) (getenv('ASYNC_CHAOS_SEED') ?: mt_rand());
mt_srand($seed);
error_reporting(E_ALL & ~E_NOTICE & ~E_WARNING);
$make = function (): array {
    switch (mt_rand(0, 3)) {
        case 0:
            return tcp_pair();
        case 1:
            $child = popen('cat >/dev/null', 'w');
            return [$child, $child];
        default:
            return unix_pair();
    }
};
$use = function ($stream, int $what): void {
    switch ($what) {
        case 0:
            fread($stream, mt_rand(1, 20000));
            break;
        case 1:
            fgets($stream);
            break;
        case 2:
            fwrite($stream, str_repeat("line\n", mt_rand(1, 200000)));
            break;
        case 3:
            fwrite($stream, "line\n");
            break;
        case 4:
            $read = $write = [$stream];
            $none = null;
            stream_select($read, $write, $none, 0, mt_rand(0, 3000));
            break;
        case 5:
            stream_get_contents($stream, mt_rand(1, 5000));
            break;
        case 6:
            stream_copy_to_stream($stream, fopen('php://memory', 'w'), mt_rand(1, 5000));
            break;
    }
};
$finished = 0;
await(spawn(function () use ($make, $use, &$finished) {
    for ($round = 0; $round < 30; $round++) {
        $streams = $make();
        foreach ($streams as $stream) {
            stream_set_timeout($stream, 0, mt_rand(1000, 20000));
        }
        $coroutines = [];
        for ($i = mt_rand(1, 12); $i > 0; $i--) {
            $stream = $streams[mt_rand(0, 1)];
            $what = mt_rand(0, 6);
            $coroutines[] = spawn(function () use ($use, $stream, $what, &$finished) {
                try {
                    $use($stream, $what);
                } catch (TypeError) {
                    // closed before we came
                } catch (Async\AsyncCancellation) {
                }
                $finished++;
            });
        }
        for ($i = mt_rand(0, 10); $i > 0; $i--) {
            suspend();
            if (mt_rand(0, 2) === 0) {
                $coroutines[array_rand($coroutines)]->cancel();
            }
            if (mt_rand(0, 9) === 0 && is_resource($streams[0])) {
                fclose($streams[0]);
            }
            if (mt_rand(0, 9) === 0 && is_resource($streams[1])) {
                fclose($streams[1]);
            }
        }
        foreach ($coroutines as $coroutine) {
            try {
                await($coroutine);
            } catch (Async\AsyncCancellation) {
            }
        }
        unset($stream, $coroutines);
        foreach ($streams as $stream) {
            if (is_resource($stream)) {
                fclose($stream);
            }
        }
    }
}));
echo $finished > 0 ? "survived\n" : "seed $seed\n";
?>
--EXPECT--
survived
