<?php
// Child processes of the benchmarks: how to start a PHP like the running one, and what the kernel says about a process.

declare(strict_types=1);

namespace Bench;

const PAGE = 4096;  // of the processors these benchmarks run on

/**
 * The command that starts PHP as this one was started: same binary, same -d, -c, -n and -z options. Where the command line
 * cannot be read, the extension is passed on by its path.
 *
 * @return list<string>
 */
function php_command(): array
{
    $line = @file_get_contents('/proc/self/cmdline');
    if ($line === false || $line === '') {
        return [PHP_BINARY];
    }
    $words = explode("\0", rtrim($line, "\0"));
    $command = [PHP_BINARY];
    for ($i = 1; $i < count($words) && str_starts_with($words[$i], '-'); $i++) {
        if ($words[$i] === '--') {
            break;
        }
        if (in_array($words[$i], ['-f', '--file'], true)) {
            break;
        }
        $command[] = $words[$i];
        if (in_array($words[$i], ['-d', '-c', '-z', '--define', '--php-ini', '--zend-extension'], true) && isset($words[$i + 1])) {
            $command[] = $words[++$i];
        }
    }
    return $command;
}

/** A value of /proc/PID/status in bytes (VmRSS, VmHWM, VmPTE …); 0 where there is no such file. */
function status_bytes(string $name, int|string $pid = 'self'): int
{
    $status = @file_get_contents("/proc/$pid/status") ?: '';
    return preg_match("/^$name:\s*(\d+) kB/m", $status, $m) ? 1024 * (int) $m[1] : 0;
}

/**
 * Resident memory of processes together: a page that several of them have counts once, and whole, whoever else on the machine has it.
 * Only root is told which page it is; anybody else gets the sum of their shares.
 * @param list<int> $pids
 */
function resident_bytes(array $pids): int
{
    $pages = [];
    foreach ($pids as $pid) {
        foreach (@file("/proc/$pid/maps") ?: [] as $mapping) {
            if (str_contains($mapping, '[vsyscall]')) {
                continue;  // the kernel's, at an address that is no int
            }
            [$from, $to] = array_map('hexdec', explode('-', strtok($mapping, ' ')));
            foreach (frames($pid, intdiv($from, PAGE), intdiv($to, PAGE)) as $frame) {
                $pages[$frame] = true;
            }
        }
    }
    unset($pages[0]);
    return $pages ? PAGE * count($pages) : array_sum(array_map(proportional_bytes(...), $pids));
}

/** Page frames behind the pages $from to $to of a process; 0 for all of them if the kernel does not tell. @return iterable<int> */
function frames(int $pid, int $from, int $to): iterable
{
    $file = @fopen("/proc/$pid/pagemap", 'r');
    if (!$file || @fseek($file, 8 * $from) < 0) {
        return;
    }
    stream_set_read_buffer($file, 0);
    while ($from < $to) {
        $entries = @fread($file, 8 * min(65536, $to - $from));
        if (!$entries) {
            break;
        }
        foreach (unpack('P*', $entries) as $entry) {
            if ($entry < 0) {  // the highest bit: present
                yield $entry & (1 << 55) - 1;
            }
        }
        $from += intdiv(strlen($entries), 8);
    }
    fclose($file);
}

/** Pages shared with n others counted as an n-th of them. */
function proportional_bytes(int $pid): int
{
    $rollup = @file_get_contents("/proc/$pid/smaps_rollup") ?: '';
    return preg_match('/^Pss:\s*(\d+) kB/m', $rollup, $m) ? 1024 * (int) $m[1] : status_bytes('VmRSS', $pid);
}

/** What a core, or all of them, has done since the machine started, in ticks. @return array{busy: int, all: int} */
function core_times(?int $core = null): array
{
    preg_match("/^cpu$core +([\d ]+)/m", @file_get_contents('/proc/stat') ?: '', $m);
    $ticks = array_slice(array_map('intval', explode(' ', $m[1] ?? '0')), 0, 8);  // the rest is counted among these
    return ['all' => array_sum($ticks), 'busy' => array_sum($ticks) - ($ticks[3] ?? 0) - ($ticks[4] ?? 0)];
}

/** How busy it has been since, 0 to 1; 0 where the system does not say. @param array{busy: int, all: int} $before */
function busy_since(array $before, ?int $core = null): float
{
    $after = core_times($core);
    return ($after['busy'] - $before['busy']) / max(1, $after['all'] - $before['all']);
}

/** How many mappings the process has. */
function mappings(int|string $pid = 'self'): int
{
    $file = @fopen("/proc/$pid/maps", 'r');
    if (!$file) {
        return 0;
    }
    $count = 0;
    while (fgets($file) !== false) {
        $count++;
    }
    fclose($file);
    return $count;
}

/** User plus system time of a process, seconds. */
function cpu_seconds(int $pid): float
{
    $stat = @file_get_contents("/proc/$pid/stat");
    if ($stat === false) {
        return NAN;
    }
    $fields = explode(' ', substr($stat, strrpos($stat, ')') + 2));
    return ($fields[11] + $fields[12]) / 100;
}

/** User plus system time of this process, seconds, to the microsecond. */
function cpu_used(): float
{
    $use = getrusage();
    return $use['ru_utime.tv_sec'] + $use['ru_stime.tv_sec'] + ($use['ru_utime.tv_usec'] + $use['ru_stime.tv_usec']) / 1e6;
}

/** Seconds that this process was ready to run while others had its core; 0 where the kernel does not say. */
function seconds_without_core(): float
{
    return (float) (explode(' ', @file_get_contents('/proc/self/schedstat') ?: '0 0')[1] ?? 0) / 1e9;
}

/** The share of all cores that is busy now, looked at for a moment. */
function busy_share(float $seconds = 0.5): float
{
    $before = core_times();
    usleep((int) (1e6 * $seconds));
    return busy_since($before);
}

/** Calls by name from the table that strace -c writes. @return array<string, int> */
function strace_counts(string $file): array
{
    $counts = [];
    foreach (file($file) as $line) {
        if (preg_match('/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$/', rtrim($line), $m) && $m[2] !== 'total') {
            $counts[$m[2]] = (int) $m[1];
        }
    }
    return $counts;
}

function bytes_text(float $bytes): string
{
    foreach (['GiB' => 1 << 30, 'MiB' => 1 << 20, 'KiB' => 1 << 10] as $unit => $size) {
        if ($bytes >= $size) {
            return number_format($bytes / $size, $bytes >= 100 * $size ? 0 : 2) . " $unit";
        }
    }
    return number_format($bytes) . ' B';
}
