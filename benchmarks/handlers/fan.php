<?php
// Many calls of a backend per request.   url=URL calls=N way=file|curl|stream|multi|multi_once|sequence
//   file, curl, stream  a coroutine for each call
//   multi               curl_multi written by hand, for stock PHP
//   multi_once          the same with a connection for each call, as file_get_contents() has it
//   sequence            one after the other on one curl handle, for stock PHP
require_once __DIR__ . '/../lib/calls.php';

use function Async\await_all_or_fail;
use function Async\spawn;

function coroutine_each(string $way, string $url, int $calls): Closure
{
    $callers = array_map(fn () => Bench\caller($way, $url), range(1, $calls));
    return fn (): array => await_all_or_fail(array_map(spawn(...), $callers));
}

/** The multi handle keeps its connections, and its easy handles are used again. */
function multi(string $url, int $calls, bool $once = false): Closure
{
    $multi = curl_multi_init();
    curl_multi_setopt($multi, CURLMOPT_MAXCONNECTS, $calls);
    $handles = array_map(fn () => Bench\curl_handle($url), range(1, $calls));
    foreach ($once ? $handles : [] as $handle) {
        curl_setopt($handle, CURLOPT_FORBID_REUSE, true);
    }
    return function () use ($multi, $handles): array {
        foreach ($handles as $handle) {
            curl_multi_add_handle($multi, $handle);
        }
        do {
            curl_multi_exec($multi, $running);
            if ($running) {
                curl_multi_select($multi, 1.0);
            }
        } while ($running);
        $bodies = [];
        foreach ($handles as $handle) {
            $bodies[] = (string) curl_multi_getcontent($handle);
            curl_multi_remove_handle($multi, $handle);
        }
        return $bodies;
    };
}

function sequence(string $url, int $calls): Closure
{
    $call = Bench\caller('curl', $url);
    return fn (): array => array_map(fn () => $call(), range(1, $calls));
}

return fn (array $o): Closure => function () use ($o): Closure {
    $calls = (int) $o['calls'];
    $all = match ($o['way']) {
        'multi' => multi($o['url'], $calls),
        'multi_once' => multi($o['url'], $calls, true),
        'sequence' => sequence($o['url'], $calls),
        default => coroutine_each($o['way'], $o['url'], $calls),
    };
    return function () use ($all, $calls): array {
        $good = count(array_filter($all(), fn ($body) => strlen($body) === 256));
        return $good === $calls ? ['text/plain', (string) $good] : throw new Bench\CallFailed("$good of $calls calls were answered");
    };
};
