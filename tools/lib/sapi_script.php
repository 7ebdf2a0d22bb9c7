<?php
// One request of tools/sapi-requests: says in a header what it finds, then does what is asked (sapi_kinds.php).

(function () {
    /** What an earlier request could have left, as a request that never used the extension sees it. */
    $find = function (): array {
        $status = file_get_contents('/proc/self/status');
        $line = fn ($name) => preg_match("/^$name:\s*(\S+)/m", $status, $match) ? $match[1] : '';
        $handler = set_error_handler(null);
        $thrown = set_exception_handler(null);
        $settings = ini_get_all(null, false);
        return [
            'pid' => getmypid(),
            'stats' => Async\runtime_stats(),
            'descriptors' => count(scandir('/proc/self/fd')),
            'threads' => (int) $line('Threads'),
            'RSS KiB' => (int) $line('VmRSS'),
            'PHP memory KiB' => intdiv(memory_get_usage(), 1024),
            'zombies' => array_sum(array_map(fn ($child) => (int) str_contains((string) @file_get_contents("/proc/$child/stat"), ') Z '),
                array_filter(explode(' ', file_get_contents('/proc/self/task/' . getmypid() . '/children'))))),
            'state' => [
                'coroutines' => count(Async\get_coroutines()),
                'settings' => $settings,
                'signals' => array_map(fn ($name) => hexdec($line($name)) & ~(3 << 31), ['SigCgt', 'SigIgn', 'SigBlk']),  // but the C library's
                'globals' => array_keys($GLOBALS),
                'environment' => getenv('ASYNC_SEEN'),
                'names' => [defined('SEEN'), function_exists('seen'), class_exists('Seen', false), count(spl_autoload_functions())],
                'directory' => [getcwd(), umask()],
                'locale' => [setlocale(LC_ALL, '0'), date_default_timezone_get(), mb_internal_encoding()],
                'handlers' => [$handler, $thrown],
                'errors' => [error_reporting(), error_get_last()],
                'buffers' => ob_get_level(),
                'streams' => [stream_get_wrappers(), stream_context_get_options(stream_context_get_default())],
                'session' => session_status(),
            ],
        ];
    };
    header('X-Found: ' . json_encode($find(), JSON_THROW_ON_ERROR));
    ['kind' => $kind, 'token' => $token, 'http' => $http, 'dir' => $dir] = $_GET;
    header("X-Token: $token");
    unset($find);
    (require __DIR__ . '/sapi_kinds.php')[$kind][1]($token, $http, $dir);
})();
