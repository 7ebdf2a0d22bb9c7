<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Metric;
use Bench\Row;
use Bench\Samples;

final class E4 extends Row
{
    private const WAITS = 10000;
    private const PROCESSES = [20, 100];  // measured; what each one more takes is carried on to 10,000
    private const FPM = 'PHP, a worker of php-fpm per wait';

    public function title(): string
    {
        return '10,000 concurrent waits: memory';
    }

    public function claim(): string
    {
        return 'from threads to async: memory from 18 GB to little (feature store)';
    }

    public function metrics(): array
    {
        return ['mib' => new Metric('memory for 10,000 waits', 'MiB', false)];
    }

    public function reference(): ?string
    {
        return self::FPM;
    }

    /** Memory of a waiting program and its children: whole processes, a page that several share once. */
    private function waiting(array $command): int
    {
        $server = $this->lab->server($command);
        $memory = $server->memory();
        $server->stop();
        return $memory;
    }

    /** What 10,000 processes would take: what they share once, and what each one more adds so many times. */
    private static function extrapolated(callable $memory_of): array
    {
        [$few, $many] = self::PROCESSES;
        $memory = $memory_of($many);
        $each = ($memory - $memory_of($few)) / ($many - $few);
        return self::mib($memory + $each * (self::WAITS - $many));
    }

    private static function mib(float $bytes): array
    {
        return ['mib' => $bytes / 1048576];
    }

    public function contenders(): array
    {
        $peers = $this->lab->peers;
        $n = (string) self::WAITS;
        return [
            self::FPM => fn () => self::extrapolated($this->waiting_workers(...)),
            'PHP, a bare fork per wait' => fn () => self::extrapolated(
                fn (int $processes) => $this->waiting([...$this->lab->stock(), "$peers/wait_processes.php", (string) $processes])),
            'async, a coroutine per wait' => fn () => self::mib($this->waiting([...$this->lab->async(), "$peers/wait_coroutines.php", $n])),
            'Python, a thread per wait' => fn () => self::mib($this->waiting([$this->lab->python(), "$peers/wait.py", 'threads', $n])),
            'asyncio, a task per wait' => fn () => self::mib($this->waiting([$this->lab->python(), "$peers/wait.py", 'tasks', $n])),
            'Go, a goroutine per wait' => fn () => self::mib($this->waiting([$this->lab->go('wait'), $n])),
        ];
    }

    /** Workers of php-fpm, each in the middle of a request that waits for a slow service. */
    private function waiting_workers(int $workers): int
    {
        $backend = $this->lab->backend();
        $server = $this->lab->fpm($workers, 'call', ['way' => 'file', 'url' => "http://127.0.0.1:$backend->port/?ms=60000"]);
        $clients = [];
        for ($i = 0; $i < $workers; $i++) {
            $clients[$i] = stream_socket_client("tcp://127.0.0.1:$server->port");
            fwrite($clients[$i], "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        }
        usleep(500000);
        $memory = $server->memory();
        $answered = count(array_filter($clients, fn ($client) => stream_set_blocking($client, false) && fread($client, 1)));
        $server->stop();
        $backend->stop();
        return $answered ? throw new \RuntimeException("$answered of the workers did not wait") : $memory;
    }

    public function verdicts(Samples $s): array
    {
        return [$s->ratio_verdict('<= 1/100 of the memory of processes', 'async, a coroutine per wait', self::FPM, 'mib', null, 0.01)];
    }

    public function remarks(Samples $s): array
    {
        return [sprintf('Processes: %d and %d measured, what each one more takes carried on to 10,000; a page that several share counts once.', ...self::PROCESSES)
            . ' The workers of php-fpm are in a request, with '
            . 'opcache; the bare forks, of one parent, have run nothing: what no program that does something can get below. '
            . 'Memory is that of the whole process, interpreter included.'];
    }
}
