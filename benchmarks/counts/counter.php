<?php
// Runs operations of work.php under what counts: a preloaded library (count_calls.c), strace, callgrind, the kernel's own
// account of memory. What does not work on this machine is left out, and $obstacles says why.

declare(strict_types=1);

require_once __DIR__ . '/../lib/process.php';

final class Counter
{
    private const FEW = 1000;
    private const MANY = 3000;
    // The C library chooses variants of memcpy and its like by the processor. Here it has the plainest one everywhere.
    private const ONE_PROCESSOR = 'glibc.cpu.hwcaps=-AVX_Fast_Unaligned_Load,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-BMI2,-ERMS,-FSRM,-RTM,-SSE4_2,-SSE4_1,-SSSE3';

    private string $scratch;
    private ?string $preload = null;
    /** @var array<string, string> what is not counted => why */
    public array $obstacles = [];

    public function __construct()
    {
        $this->scratch = sys_get_temp_dir() . '/async-counts-' . getmypid() . '-' . bin2hex(random_bytes(4));
        mkdir($this->scratch, 0700);
        $library = "$this->scratch/count_calls.so";
        $this->attempt('allocations, clock reads and memory', ['cc', '-O2', '-shared', '-fPIC', '-o', $library, __DIR__ . '/count_calls.c', '-ldl']);
        // Tried and not only looked for: a container may have them and forbid what they need.
        $this->attempt('system calls', $this->strace('true'));
        $this->attempt('instructions', $this->valgrind('true'));
        if (!isset($this->obstacles['allocations, clock reads and memory'])) {
            $this->preload = $library;
        }
    }

    public function __destruct()
    {
        array_map('unlink', glob("$this->scratch/*"));
        rmdir($this->scratch);
    }

    private function attempt(string $quantities, array $command): void
    {
        exec('command -v ' . escapeshellarg($command[0]), $said, $status);
        if ($status !== 0) {
            $this->obstacles[$quantities] = "$command[0] is missing";
            return;
        }
        try {
            $this->run($command);
        } catch (RuntimeException $failure) {
            $this->obstacles[$quantities] = strtok("$command[0] does not work here: " . $failure->getMessage(), "\n");
        }
    }

    private function strace(string ...$command): array
    {
        return ['strace', '-f', '-c', '-o', "$this->scratch/strace", ...$command];
    }

    private function valgrind(string ...$command): array
    {
        return ['valgrind', '-q', '--tool=callgrind', "--callgrind-out-file=$this->scratch/callgrind", ...$command];
    }

    /** What it printed. */
    private function run(array $command, array $environment = []): string
    {
        $errors = "$this->scratch/stderr";
        $child = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', $errors, 'w']], $pipes, null, $environment + getenv());
        $text = stream_get_contents($pipes[1]);
        $status = proc_close($child);
        if ($status !== 0) {
            throw new RuntimeException(trim(file_get_contents($errors) . "\nstatus $status of " . implode(' ', $command)));
        }
        return $text;
    }

    /** PHP as this one was started, with its settings and the extension. */
    private function work(string $operation, int $n): array
    {
        return [...Bench\php_command(), '-d', 'memory_limit=-1', __DIR__ . '/work.php', $operation, (string) $n];
    }

    /** Per operation: the difference of two runs, so that start and end of a process do not count. @param callable(int): array<string, int> $measure */
    private function difference(callable $measure): array
    {
        $few = $measure(self::FEW);
        $many = $measure(self::MANY);
        $each = [];
        foreach ($many as $name => $count) {
            $each[$name] = ($count - ($few[$name] ?? 0)) / (self::MANY - self::FEW);
        }
        return $each;
    }

    /** @return array<string, float> allocations, left, coarse, fine */
    public function library_calls(string $operation): array
    {
        if (!$this->preload) {
            return [];
        }
        $each = $this->difference(function (int $n) use ($operation): array {
            $file = "$this->scratch/sums";
            @unlink($file);
            $this->run($this->work($operation, $n), ['LD_PRELOAD' => $this->preload, 'COUNT_CALLS_FILE' => $file, 'USE_ZEND_ALLOC' => '0']);
            return array_combine(['allocated', 'freed', 'grown', 'coarse', 'fine'], array_values(unpack('P5', file_get_contents($file))));
        });
        return ['allocations' => $each['allocated'] + $each['grown'], 'left' => $each['allocated'] - $each['freed'],
            'coarse' => $each['coarse'], 'fine' => $each['fine']];
    }

    /** @return array<string, float> by name */
    public function system_calls(string $operation): array
    {
        if (isset($this->obstacles['system calls'])) {
            return [];
        }
        return $this->difference(function (int $n) use ($operation): array {
            $this->run($this->strace(...$this->work($operation, $n)));
            return Bench\strace_counts("$this->scratch/strace");
        });
    }

    /** Of an operation that prints them while all it made is there. @return array<string, float> bytes, mappings */
    public function memory(string $operation): array
    {
        if (!$this->preload) {
            return [];
        }
        return $this->difference(fn (int $n) => json_decode($this->run($this->work($operation, $n), ['LD_PRELOAD' => $this->preload]), true));
    }

    public function instructions(string $operation): ?float
    {
        return $this->instructions_each(fn (int $n) => $this->work($operation, $n));
    }

    /** Of an operation that PHP can do without the extension. */
    public function stock_instructions(string $operation): ?float
    {
        return $this->instructions_each(fn (int $n) => [PHP_BINARY, '-n', '-d', 'memory_limit=-1', __DIR__ . '/work.php', $operation, (string) $n]);
    }

    private function instructions_each(callable $command): ?float
    {
        if (isset($this->obstacles['instructions'])) {
            return null;
        }
        return $this->difference(fn (int $n) => ['instructions' => $this->callgrind($command($n))])['instructions'];
    }

    /** Instructions of a whole process. */
    public function callgrind(array $command): int
    {
        $this->run($this->valgrind(...$command), ['GLIBC_TUNABLES' => self::ONE_PROCESSOR]);
        preg_match('/^(?:summary|totals): (\d+)/m', file_get_contents("$this->scratch/callgrind"), $m);
        return (int) ($m[1] ?? throw new RuntimeException('callgrind wrote no total'));
    }
}
