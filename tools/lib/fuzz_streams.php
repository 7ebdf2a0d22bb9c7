<?php
/**
 * Random use of streams by several coroutines at once, and watches what must come out even: fuzz_streams.php FIRST COUNT STATE [show].
 * A seed is a pair of streams of some kind and up to ten coroutines that read, write, select, filter, close and otherwise use
 * them, some of them cancelled on the way. STATE names the seed that is running, for whoever finds this process dead. Prints a
 * line per broken invariant; the status is 1 then.
 */

declare(strict_types=1);

use Async\{AsyncCancellation, Coroutine};

use function Async\{await, delay, get_coroutines, spawn, suspend, timeout};

/** What a piece of user code inside the engine's stream layer may do: nothing, have others run, wait, or fail. */
function stumble(int $failures = 200): void
{
    match (mt_rand(0, 3)) {
        0 => suspend(),
        1 => usleep(mt_rand(0, 500)),
        default => null,
    };
    if (mt_rand(1, $failures) === 1) {
        throw new RuntimeException('stumbled');
    }
}

/** A wrapper each of whose methods may suspend. */
final class Stumbling
{
    public $context;

    public function stream_open(): bool { stumble(); return true; }
    public function stream_read(int $size): string { stumble(); return str_repeat("ab\n", mt_rand(0, intdiv(min($size, 150), 3))); }
    public function stream_eof(): bool { stumble(); return mt_rand(0, 20) === 0; }
    public function stream_write(string $data): int { stumble(); return mt_rand(0, strlen($data)); }
    public function stream_seek(): bool { stumble(); return true; }
    public function stream_tell(): int { return 0; }
    public function stream_flush(): bool { stumble(); return true; }
    public function stream_truncate(): bool { stumble(); return true; }
    public function stream_lock(): bool { stumble(); return true; }
    public function stream_set_option(): bool { stumble(); return true; }
    public function stream_cast(): bool { stumble(); return false; }
    public function stream_stat(): array { stumble(); return ['size' => 1]; }
    public function stream_close(): void { stumble(); }
}

/** A filter that lets everything through, sooner or later. */
final class Dawdling extends php_user_filter
{
    public function filter($in, $out, &$consumed, bool $closing): int
    {
        $closing || stumble(60);  // what the last call throws may be nobody's
        while ($bucket = stream_bucket_make_writeable($in)) {
            $consumed += $bucket->datalen;
            mt_rand(0, 3) || suspend();
            stream_bucket_append($out, $bucket);
        }
        return mt_rand(0, 30) ? PSFS_PASS_ON : PSFS_FEED_ME;
    }

    public function onClose(): void
    {
        mt_rand(0, 1) && suspend();
    }
}

/** A certificate with its key, in one file. */
function certificate(): string
{
    static $file;
    if ($file === null) {
        $key = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
        openssl_x509_export(openssl_csr_sign(openssl_csr_new(['commonName' => 'localhost'], $key), null, $key, 1), $public);
        openssl_pkey_export($key, $private);
        $file = tempnam(sys_get_temp_dir(), 'async-fuzz');
        file_put_contents($file, $public . $private);
        register_shutdown_function(unlink(...), $file);
    }
    return $file;
}

/** Both ends of a connection. */
function connection(): array
{
    $context = stream_context_create(['ssl' => ['local_cert' => certificate(), 'verify_peer' => false, 'verify_peer_name' => false]]);
    $server = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
    $client = stream_socket_client('tcp://' . stream_socket_get_name($server, false), $code, $text, 5, STREAM_CLIENT_CONNECT, $context);
    return [$client, stream_socket_accept($server, 5)];
}

final class Round
{
    public array $broken = [];
    /** Only what was written may be read: no byte of it is outside this. Where somebody speaks TLS there are others. */
    private bool $plain = true;
    /** What nobody wrote between the end of a file and what was written behind it is zero. */
    private bool $holes = false;
    private array $processes = [];
    private array $files = [];

    public function __construct(private bool $show)
    {
    }

    private function say(string $what): void
    {
        $this->show && print("$what\n");
    }

    private function got(mixed $bytes): void
    {
        if ($this->plain && is_string($bytes) && preg_match($this->holes ? '/[^ -~\n\0]/' : '/[^ -~\n]/', $bytes, $match)) {
            $this->broken[] = 'what is read was written, not ' . bin2hex($match[0]);
        }
    }

    /** @return array<string, Closure(): array> */
    private function kinds(): array
    {
        $encrypted = function (): array {
            $this->plain = false;
            [$client, $server] = connection();
            $accepting = spawn(fn () => stream_socket_enable_crypto($server, true, STREAM_CRYPTO_METHOD_TLS_SERVER));
            stream_socket_enable_crypto($client, true, STREAM_CRYPTO_METHOD_TLS_CLIENT);
            await($accepting);
            return [$client, $server];
        };
        return [
            'unix' => fn () => stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0),
            'datagrams' => fn () => stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_DGRAM, 0),
            'tcp' => connection(...),
            'tls' => $encrypted,
            'listening' => fn () => [$server = stream_socket_server('tcp://127.0.0.1:0'),
                stream_socket_client('tcp://' . stream_socket_get_name($server, false))],
            'process' => function (): array {
                $this->processes[] = proc_open('cat 2>/dev/null', [['pipe', 'r'], ['pipe', 'w']], $pipes);
                return $pipes;
            },
            'commands' => fn () => [popen('cat >/dev/null 2>&1', 'w'), popen('yes 2>/dev/null | head -c 3000', 'r')],
            'file' => function (): array {
                $this->files[] = $file = tempnam(sys_get_temp_dir(), 'async-fuzz');
                file_put_contents($file, str_repeat("line\n", 3000));
                return [fopen($file, 'r+'), fopen($file, 'a+')];
            },
            'temporary file' => fn () => [$file = tmpfile(), $file],
            'memory' => fn () => [fopen('php://temp/maxmemory:100', 'w+'), fopen('php://memory', 'w+')],
            'wrapper' => fn () => [fopen('stumbling://x', 'r+'), fopen('stumbling://y', 'w+')],
        ];
    }

    /** @return array<string, Closure(resource, resource): void> */
    private function uses(): array
    {
        $crypto = function ($stream, bool $on): void {
            $this->plain = false;
            stream_socket_enable_crypto($stream, $on, mt_rand(0, 1) ? STREAM_CRYPTO_METHOD_TLS_SERVER : STREAM_CRYPTO_METHOD_TLS_CLIENT);
        };
        return [
            'fread' => fn ($s) => $this->got(fread($s, mt_rand(1, 20000))),
            'fgets' => fn ($s) => $this->got(fgets($s)),
            'fgets of some' => fn ($s) => $this->got(fgets($s, mt_rand(2, 50))),
            'fgetc' => fn ($s) => $this->got(fgetc($s)),
            'fgetcsv' => fn ($s) => array_map($this->got(...), fgetcsv($s, null, ',', '"', '\\') ?: []),
            'fscanf' => fn ($s) => array_map($this->got(...), array_filter(fscanf($s, '%s %d') ?: [], is_string(...))),
            'get_contents' => fn ($s) => $this->got(stream_get_contents($s, mt_rand(1, 5000))),
            'get_line' => fn ($s) => $this->got(stream_get_line($s, mt_rand(1, 9999), "\n")),
            'recvfrom' => fn ($s) => $this->got(stream_socket_recvfrom($s, mt_rand(1, 9000), mt_rand(0, 2), $from)),
            'fpassthru' => function ($s): void {
                ob_start();
                try {
                    fpassthru($s);
                } finally {
                    $this->got(ob_get_clean());
                }
            },
            'copy' => fn ($s, $o) => stream_copy_to_stream($s, $o, mt_rand(1, 5000)),
            'put_contents' => fn ($s) => file_put_contents('/dev/null', $s),
            'fwrite much' => fn ($s) => fwrite($s, str_repeat("line\n", mt_rand(1, 100000))),
            'fwrite' => fn ($s) => fwrite($s, "line\n"),
            'fputcsv' => fn ($s) => fputcsv($s, ['a', 'b"'], ',', '"', '\\'),
            'fprintf' => fn ($s) => fprintf($s, '%s %d', 'word', 7),
            'sendto' => fn ($s) => stream_socket_sendto($s, str_repeat('d', mt_rand(0, 3000))),
            'select' => function ($s, $o): void {
                $read = [$s, $o];
                $write = [$o, $s];
                $except = [$s];
                stream_select($read, $write, $except, 0, mt_rand(0, 3000));
            },
            'append filter' => fn ($s) => stream_filter_append($s, ['dawdling', 'string.rot13', 'string.toupper', 'convert.base64-encode'][mt_rand(0, 3)], mt_rand(1, 3)),
            'prepend filter' => fn ($s) => stream_filter_prepend($s, 'dawdling', mt_rand(1, 3)),
            'filter for a while' => function ($s): void {
                $filter = stream_filter_append($s, 'dawdling', mt_rand(1, 2));
                usleep(mt_rand(0, 2000));
                $filter && stream_filter_remove($filter);
            },
            'blocking' => fn ($s) => stream_set_blocking($s, (bool) mt_rand(0, 3)),
            'timeout' => fn ($s) => stream_set_timeout($s, 0, mt_rand(0, 3000)),
            'chunk' => fn ($s) => stream_set_chunk_size($s, mt_rand(1, 9000)),
            'read buffer' => fn ($s) => stream_set_read_buffer($s, mt_rand(0, 1)),
            'shutdown' => fn ($s) => stream_socket_shutdown($s, mt_rand(0, 2)),
            'crypto on' => fn ($s) => $crypto($s, true),
            'crypto off' => fn ($s) => $crypto($s, false),
            'accept' => fn ($s) => stream_socket_accept($s, 0.003),
            'flush' => fn ($s) => fflush($s),
            'sync' => fn ($s) => fsync($s),
            'seek' => function ($s): void {
                $this->holes = true;
                fseek($s, mt_rand(0, 100));
            },
            'rewind' => fn ($s) => rewind($s),
            'truncate' => function ($s): void {
                $this->holes = true;
                ftruncate($s, mt_rand(0, 10));
            },
            'lock' => fn ($s) => flock($s, [LOCK_SH, LOCK_EX, LOCK_UN, LOCK_EX | LOCK_NB][mt_rand(0, 3)]),
            'facts' => fn ($s) => [feof($s), ftell($s), fstat($s), stream_get_meta_data($s), stream_isatty($s), stream_supports_lock($s),
                stream_socket_get_name($s, (bool) mt_rand(0, 1))],
            'socket' => function ($s): void {
                $socket = socket_import_stream($s);
                if (!$socket) return;
                socket_set_option($socket, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 0, 'usec' => 2000]);
                socket_set_option($socket, SOL_SOCKET, SO_SNDTIMEO, ['sec' => 0, 'usec' => 2000]);
                match (mt_rand(0, 4)) {
                    0 => socket_recv($socket, $bytes, 100, 0),
                    1 => socket_write($socket, 'sock'),
                    2 => socket_set_nonblock($socket),
                    3 => fread(socket_export_stream($socket), 3),
                    4 => socket_close($socket),
                };
            },
            'other work' => fn () => [gethostbyname('localhost'), scandir(sys_get_temp_dir() . '/.'), exec('true'), gc_collect_cycles()],
            'close' => fn ($s) => fclose($s),
        ];
    }

    private function worker(array $streams, bool $busy): Coroutine
    {
        $uses = $this->uses();
        $name = array_rand($uses);
        $stream = $streams[mt_rand(0, 1)];
        $other = $streams[mt_rand(0, 1)];
        $times = mt_rand(1, 3);
        $this->say("  $times x $name" . ($busy ? '' : ', later'));
        return spawn(function () use ($uses, $name, $stream, $other, $times, $busy): void {
            $busy || delay(mt_rand(0, 3));
            try {
                for ($i = 0; $i < $times; $i++) {
                    $uses[$name]($stream, $other);
                }
            } catch (AsyncCancellation | Exception | TypeError | ValueError) {
                // what a closed stream, a refused option or the filter says
            }
        });
    }

    public function run(): void
    {
        $kinds = $this->kinds();
        $kind = array_rand($kinds);
        $this->say($kind);
        try {
            $streams = $kinds[$kind]();
            foreach ($streams as $stream) {
                stream_set_timeout($stream, 0, mt_rand(1000, 20000));
            }
        } catch (Exception) {
            return;
        }
        $workers = [];
        for ($i = mt_rand(1, 10); $i > 0; $i--) {
            $workers[] = $this->worker($streams, (bool) mt_rand(0, 3));
        }
        for ($i = mt_rand(0, 8); $i > 0; $i--) {
            mt_rand(0, 2) ? suspend() : usleep(mt_rand(0, 1500));
            mt_rand(0, 2) || $workers[array_rand($workers)]->cancel();
            mt_rand(0, 20) || gc_collect_cycles();
        }
        // Some wait for what never comes; a cancellation ends everything.
        foreach ([20, 2000] as $patience) {
            $limit = timeout($patience);
            foreach ($workers as $worker) {
                try {
                    await($worker, $limit);
                } catch (Exception | AsyncCancellation) {
                }
            }
            array_walk($workers, fn (Coroutine $worker) => $worker->isCompleted() || $worker->cancel());
        }
        foreach ($workers as $worker) {
            if (!$worker->isCompleted()) {
                $this->broken[] = 'a cancelled coroutine ends, not that in ' . $worker->getSuspendLocation() . ' '
                    . json_encode($worker->getAwaitingInfo());
            }
        }
        foreach ($streams as $stream) {
            for ($i = 0; is_resource($stream) && $i < 100; $i++) {
                try {
                    fclose($stream);
                } catch (Exception) {
                }
                suspend();
            }
        }
        foreach ($this->processes as $process) {
            proc_terminate($process, 9);
            proc_close($process);
        }
        array_map(unlink(...), $this->files);
    }
}

function descriptors(): int
{
    return count(scandir('/proc/self/fd'));
}

/** @return array<string> */
function run_round(int $seed, bool $show): array
{
    mt_srand($seed);
    [$before, $coroutines] = [descriptors(), count(get_coroutines())];
    $round = new Round($show);
    await(spawn($round->run(...)));
    $broken = $round->broken;
    $round = null;
    for ($i = 0; (count(get_coroutines()) > $coroutines || descriptors() !== $before) && $i < 300; $i++) {
        gc_collect_cycles();
        delay(1);
    }
    $left = count(get_coroutines()) - $coroutines;
    if ($left > 0) {
        $broken[] = "no coroutine is left, not $left";
    }
    $after = descriptors();
    if ($after !== $before) {
        $broken[] = "every descriptor is given back, not $before before and $after after";
    }
    return $broken;
}

[, $first, $count, $state] = $argv;
error_reporting(E_ALL & ~E_WARNING & ~E_NOTICE & ~E_DEPRECATED);
ini_set('default_socket_timeout', '1');
stream_wrapper_register('stumbling', Stumbling::class);
stream_filter_register('dawdling', Dawdling::class);
certificate();
$failed = 0;
await(spawn(function () use ($first, $count, $state, $argv, &$failed): void {
    // What is made at first use stays: the resolver's thread, the loop.
    gethostbyname('localhost');
    exec('true');
    for ($seed = (int) $first; $seed < $first + $count; $seed++) {
        file_put_contents($state, "$seed\n");
        foreach (array_unique(run_round($seed, isset($argv[4]))) as $broken) {
            echo "seed $seed: $broken\n";
            $failed = 1;
        }
    }
    file_put_contents($state, "done\n");
}));
exit($failed);
