<?php
// A client: so many calls of a URL, so many at a time. Without the extension it makes one after the other; the calls are the
// same code in both cases.
//
// usage: php [-d extension=async] benchmarks/fetch.php URL TOTAL CONCURRENCY file|curl|stream [BODY_BYTES]
//
// Prints one line of JSON: seconds, the processor time in it, errors.

declare(strict_types=1);

require __DIR__ . '/lib/calls.php';
require __DIR__ . '/lib/process.php';

use function Async\await_all;
use function Async\spawn;

[, $url, $total, $concurrency, $way, $size] = $argv + [5 => '256'];
$left = (int) $total;
$errors = 0;
$why = null;
$fetch = function () use ($url, $way, $size, &$left, &$errors, &$why): void {
    $call = Bench\caller($way, $url);
    while ($left-- > 0) {
        try {
            if (strlen($call()) !== (int) $size) {
                throw new Bench\CallFailed('a body of another length');
            }
        } catch (Bench\CallFailed $failure) {
            $errors++;
            $why ??= $failure->getMessage();
            $call = Bench\caller($way, $url);
        }
    }
};
$before = Bench\cpu_used();
$began = hrtime(true);
if ((int) $concurrency === 1) {
    $fetch();
} else {
    await_all(array_map(fn () => spawn($fetch), range(1, (int) $concurrency)));
}
$seconds = (hrtime(true) - $began) / 1e9;
if ($why !== null) {
    fwrite(STDERR, "$why\n");
}
echo json_encode(['seconds' => $seconds, 'cpu' => Bench\cpu_used() - $before, 'errors' => $errors]), "\n";
