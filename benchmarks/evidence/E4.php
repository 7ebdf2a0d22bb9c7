<?php

declare(strict_types=1);

namespace Bench\Evidence;

use Bench\Metric;
use Bench\Row;
use Bench\Samples;

final class E4 extends Row
{
    private const WAITS = 10000;
    private const PROCESSES = 100;

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
        return 'PHP, a process per wait';
    }

    /** Memory of a waiting program and its children, beyond nothing: whole processes, shared pages by their share. */
    private function waiting(array $command, float $scale = 1): array
    {
        $server = $this->lab->server($command);
        $memory = $server->memory() * $scale;
        $server->stop();
        return ['mib' => $memory / 1048576];
    }

    public function contenders(): array
    {
        $peers = $this->lab->peers;
        $n = (string) self::WAITS;
        return [
            'PHP, a process per wait' => fn () => $this->waiting([...$this->lab->stock(), "$peers/wait_processes.php", (string) self::PROCESSES],
                self::WAITS / self::PROCESSES),
            'async, a coroutine per wait' => fn () => $this->waiting([...$this->lab->async(), "$peers/wait_coroutines.php", $n]),
            'Python, a thread per wait' => fn () => $this->waiting([$this->lab->python(), "$peers/wait.py", 'threads', $n]),
            'asyncio, a task per wait' => fn () => $this->waiting([$this->lab->python(), "$peers/wait.py", 'tasks', $n]),
            'Go, a goroutine per wait' => fn () => $this->waiting([$this->lab->go('wait'), $n]),
        ];
    }

    public function verdicts(Samples $s): array
    {
        return [$s->ratio_verdict('<= 1/100 of the memory of processes', 'async, a coroutine per wait', 'PHP, a process per wait', 'mib', null, 0.01)];
    }

    public function remarks(Samples $s): array
    {
        return ['Processes: measured on ' . self::PROCESSES . ' forked from one parent (copy on write, pages counted by their share) and scaled. '
            . 'Memory is that of the whole process, interpreter included.'];
    }
}
