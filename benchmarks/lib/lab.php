<?php
// What the rows run their contenders with: pinned processes, servers that say their port, tools built on demand, packages
// installed on demand. The server side and the load side never share a core, where there are two.

declare(strict_types=1);

namespace Bench;

require_once __DIR__ . '/stats.php';
require_once __DIR__ . '/process.php';

/** A contender is not there: its line in the table says why. */
final class Missing extends \RuntimeException
{
}

/** A contender was there and did not do its job. */
final class Failed extends \RuntimeException
{
}

final class Lab
{
    public readonly string $peers;
    public readonly int $cores;
    private array $missing = [];  // package or tool => why, so that nothing is tried twice

    public function __construct(
        public readonly string $root,
        public readonly string $scratch,
        public readonly string $extension,
        public readonly bool $short,
        private readonly bool $may_install,
    ) {
        $this->peers = $root . '/benchmarks/peer';
        $this->cores = max(1, (int) trim((string) shell_exec('nproc')));
        is_dir("$scratch/bin") || mkdir("$scratch/bin", 0755, true);
    }

    // --- Commands ------------------------------------------------------------------------------------------------------

    /** Stock PHP: the machine's, without the extension. */
    public function stock(string ...$options): array
    {
        return [PHP_BINARY, '-d', 'memory_limit=-1', ...self::definitions($options)];
    }

    /** The same with the extension. */
    public function async(string ...$options): array
    {
        return [PHP_BINARY, '-d', "extension=$this->extension", '-d', 'memory_limit=-1', ...self::definitions($options)];
    }

    private static function definitions(array $options): array
    {
        return array_merge(...array_map(fn ($option) => ['-d', $option], $options), ...[[]]);
    }

    /** Whether this build has the hook (a line of php --ri async). */
    public function require_hook(string $facility): void
    {
        static $info = null;
        $info ??= $this->output([...$this->async(), '--ri', 'async']);
        if (!preg_match('/^.*' . preg_quote($facility, '/') . '.*=> cooperative/m', $info)) {
            throw new Missing("this build has no cooperative $facility");
        }
    }

    /** Packages of the distribution, installed if need be. */
    public function packages(string ...$names): void
    {
        foreach ($names as $name) {
            if (isset($this->missing[$name])) {
                throw new Missing($this->missing[$name]);
            }
            exec('dpkg-query -W -f=\'${Status}\' ' . escapeshellarg($name) . ' 2>/dev/null', $said, $status);
            if ($status === 0 && str_contains(implode('', $said), 'install ok installed')) {
                $said = [];
                continue;
            }
            $said = [];
            if ($this->may_install) {
                $script = ". '$this->root/tools/lib/common.sh'; . '$this->root/tools/lib/packages.sh'; need_packages " . escapeshellarg($name);
                exec('bash -c ' . escapeshellarg($script) . ' tools/bench 2>&1', $said, $status);
                if ($status === 0) {
                    continue;
                }
            }
            $this->missing[$name] = "package $name is not installed" . ($this->may_install ? ' and cannot be' : '');
            throw new Missing($this->missing[$name]);
        }
    }

    /** A C program of peer/, built when it is older than its source. */
    public function tool(string $name): string
    {
        return $this->build($name, "$this->peers/$name.c", fn ($source, $target) => "cc -O2 -o $target $source");
    }

    /** A Go program of peer/. */
    public function go(string $name): string
    {
        $this->packages('golang-go');
        $environment = 'GOFLAGS=-mod=mod GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=' . escapeshellarg("$this->scratch/gocache");
        return $this->build($name, "$this->peers/$name.go", fn ($source, $target) => "env $environment go build -o $target $source");
    }

    private function build(string $name, string $source, callable $command): string
    {
        $target = "$this->scratch/bin/$name";
        if (isset($this->missing[$name])) {
            throw new Missing($this->missing[$name]);
        }
        if (!is_file($target) || filemtime($target) < filemtime($source)) {
            exec($command(escapeshellarg($source), escapeshellarg($target)) . ' 2>&1', $said, $status);
            if ($status !== 0) {
                $this->missing[$name] = "$name does not build: " . implode(' ', array_slice($said, 0, 3));
                throw new Missing($this->missing[$name]);
            }
        }
        return $target;
    }

    public function python(string ...$packages): string
    {
        $this->packages('python3-minimal', ...$packages);
        return '/usr/bin/python3';
    }

    public function node(): string
    {
        $path = trim((string) shell_exec('command -v node || command -v nodejs'));
        if ($path === '') {
            $this->packages('nodejs');
            $path = trim((string) shell_exec('command -v node || command -v nodejs'));
        }
        return $path ?: throw new Missing('node is not installed');
    }

    // --- Processes -----------------------------------------------------------------------------------------------------

    public function server_core(): int
    {
        return $this->cores - 1;
    }

    public function load_core(): int
    {
        return 0;
    }

    private function pinned(array $command, ?int $core): array
    {
        $command = ['setpriv', '--pdeathsig', 'KILL', ...$command];
        return $core === null || $this->cores < 2 ? $command : ['taskset', '-c', (string) $core, ...$command];
    }

    /** Runs to the end; what it printed. Throws Failed unless it ends well. */
    public function output(array $command, ?int $core = null, array $environment = [], float $timeout = 600): string
    {
        $errors = tempnam($this->scratch, 'err');
        $child = proc_open($this->pinned($command, $core), [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', $errors, 'w']], $pipes,
            $this->scratch, $environment + getenv());
        $deadline = microtime(true) + $timeout;
        $text = '';
        $late = false;
        stream_set_blocking($pipes[1], false);
        while (!feof($pipes[1])) {
            $read = [$pipes[1]];
            $none = null;
            $left = $deadline - microtime(true);
            if ($left <= 0) {
                $late = true;
                proc_terminate($child, 9);
                break;
            }
            if (stream_select($read, $none, $none, (int) $left, (int) (1e6 * ($left - (int) $left)))) {
                $text .= fread($pipes[1], 65536);
            }
        }
        $status = proc_close($child);
        $said = trim((string) file_get_contents($errors));
        unlink($errors);
        if ($late || $status !== 0) {
            $name = basename($command[0]) . ' … ' . basename((string) end($command));
            throw new Failed($late ? "$name did not end in $timeout s" : "$name ended with status $status: " . substr($said ?: $text, 0, 300));
        }
        return $text;
    }

    /** A figure or more from a program that prints one line of JSON. */
    public function json(array $command, ?int $core = null, array $environment = [], float $timeout = 600): array
    {
        $text = trim($this->output($command, $core, $environment, $timeout));
        $value = json_decode(substr($text, (int) strrpos("\n$text", "\n")), true);
        return is_array($value) ? $value : throw new Failed('unexpected output: ' . substr($text, 0, 200));
    }

    /** A server that prints "port N" when it listens. Stopped by Server::stop() or with the Lab. */
    public function server(array $command, ?int $core = null, array $environment = []): Server
    {
        return new Server($this->pinned($command, $core ?? $this->server_core()), $this->scratch, $environment);
    }

    /** A server that has to be told its port: %PORT% in the command is replaced by a free one. */
    public function server_on_port(array $command, ?int $core = null, array $environment = []): Server
    {
        $port = free_port();
        $command = array_map(fn ($word) => str_replace('%PORT%', (string) $port, $word), $command);
        return new Server($this->pinned($command, $core ?? $this->server_core()), $this->scratch, $environment, $port);
    }

    /** The HTTP server of the benchmarks with one of benchmarks/handlers; $php is stock() or async(). */
    public function http(array $php, string $handler, array $options = []): Server
    {
        return $this->server([...$php, "$this->root/benchmarks/http_server.php", $handler, ...self::words($options)]);
    }

    /** The slow service that the HTTP rows call, beside the load: it stands for another machine. Its bodies have 256 bytes. */
    public function backend(): Server
    {
        return $this->server([$this->tool('http_backend'), '256'], $this->load_core());
    }

    /** nginx and php-fpm in front of one of benchmarks/handlers. */
    public function fpm(int $workers, string $handler, array $options = []): Server
    {
        $this->packages('nginx-light', sprintf('php%d.%d-fpm', PHP_MAJOR_VERSION, PHP_MINOR_VERSION));
        return $this->server(["$this->peers/fpm", (string) $workers, $handler, http_build_query($options)]);
    }

    /** A throw-away PostgreSQL beside the load; it is stopped gently, or it would leave its files. */
    public function postgres(): Server
    {
        $this->packages('postgresql');
        return $this->server(["$this->peers/postgres"], $this->load_core());
    }

    /** uvicorn on uvloop and httptools, one process, as it is fastest; $app is module:name in benchmarks/peer. */
    public function uvicorn(string $app, array $environment = []): Server
    {
        $this->packages('uvicorn', 'python3-uvloop', 'python3-httptools');
        return $this->server_on_port([$this->python(), '-m', 'uvicorn', $app, '--app-dir', $this->peers, '--loop', 'uvloop', '--http', 'httptools',
            '--no-access-log', '--log-level', 'warning', '--backlog', '4096', '--port', '%PORT%'], null, $environment);
    }

    /** gunicorn with sync workers. */
    public function gunicorn(int $workers, string $app, array $environment = []): Server
    {
        $this->packages('gunicorn');
        return $this->server_on_port(['/usr/bin/gunicorn', '-k', 'sync', '-w', (string) $workers, '--backlog', '4096', '--chdir', $this->peers,
            '--log-level', 'warning', '-b', '127.0.0.1:%PORT%', $app], null, $environment);
    }

    /** The load generator, on its own core; its report. */
    public function load(Server $server, string $protocol, array $options): array
    {
        return $this->json([$this->tool('load'), $protocol, ...self::words(['port' => $server->port] + $options)], $this->load_core(), [], 120);
    }

    /** The same over HTTP for who has to answer everything: a request that was lost or answered wrongly is a failure. */
    public function http_load(Server $server, array $options): array
    {
        $report = $this->load($server, 'http', $options);
        if ($report['lost'] + $report['reset'] + $report['wrong'] > 0) {
            throw new Failed("$report[lost] lost, $report[reset] reset, $report[wrong] wrong of $report[sent] " . $server->said());
        }
        return $report;
    }

    /** name=value, as the programs here take their options. @return list<string> */
    private static function words(array $options): array
    {
        return array_map(fn ($name, $value) => "$name=$value", array_keys($options), $options);
    }
}

function free_port(): int
{
    $socket = stream_socket_server('tcp://127.0.0.1:0');
    return (int) substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
}

final class Server
{
    /** @var resource|null */
    private $process;
    private array $pipes = [];
    private string $errors;
    public readonly int $pid;
    public readonly int $port;

    public function __construct(array $command, string $scratch, array $environment, ?int $port = null)
    {
        $this->errors = tempnam($scratch, 'err');
        $this->process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', $this->errors, 'w']], $this->pipes, $scratch,
            $environment + getenv());
        $this->pid = proc_get_status($this->process)['pid'];
        $this->port = $port ?? $this->printed_port();
        if ($port !== null) {
            $this->wait_until_it_listens();
        }
    }

    private function printed_port(): int
    {
        $read = [$this->pipes[1]];
        $none = null;
        if (stream_select($read, $none, $none, 120) && preg_match('/^port (\d+)$/', trim((string) fgets($this->pipes[1])), $m)) {
            return (int) $m[1];
        }
        throw new Failed('the server did not start: ' . $this->finish());
    }

    private function wait_until_it_listens(): void
    {
        for ($i = 0; $i < 600; $i++) {
            if ($socket = @stream_socket_client("tcp://127.0.0.1:$this->port", $code, $text, 1)) {
                fclose($socket);
                return;
            }
            if (!proc_get_status($this->process)['running']) {
                break;
            }
            usleep(50000);
        }
        throw new Failed('the server did not start: ' . $this->stop());
    }

    /** Seconds of processor time it has used so far, its children's included. */
    public function cpu(): float
    {
        return array_sum(array_map('Bench\cpu_seconds', $this->family()));
    }

    /** Memory it and its children hold now; a page that several of them share counts once. */
    public function memory(): int
    {
        return resident_bytes($this->family());
    }

    /** @return list<int> */
    private function family(): array
    {
        $family = [$this->pid];
        for ($i = 0; $i < count($family); $i++) {
            foreach (glob("/proc/{$family[$i]}/task/*/children") as $file) {
                array_push($family, ...array_map('intval', array_filter(explode(' ', trim(@file_get_contents($file) ?: '')))));
            }
        }
        return $family;
    }

    /** What it has said on standard error so far. */
    public function said(): string
    {
        return substr(trim((string) @file_get_contents($this->errors)), 0, 500);
    }

    /** Asks it and its children to end, for who has to clean up; then as stop(). */
    public function finish(float $patience = 10): string
    {
        foreach ($this->process ? $this->family() : [] as $pid) {
            posix_kill($pid, 15);
        }
        for ($until = microtime(true) + $patience; $this->process && proc_get_status($this->process)['running'] && microtime(true) < $until;) {
            usleep(20000);
        }
        return $this->stop();
    }

    /** Ends it; what it said on standard error. */
    public function stop(): string
    {
        if (!$this->process) {
            return '';
        }
        foreach (proc_get_status($this->process)['running'] ? array_reverse($this->family()) : [] as $pid) {
            posix_kill($pid, 9);
        }
        proc_close($this->process);
        $this->process = null;
        $said = $this->said();
        @unlink($this->errors);
        return $said;
    }

    public function __destruct()
    {
        $this->stop();
    }
}
