<?php
// A page put together from forty calls of other services, of which some are slow, one fails and one hangs: all of them at once,
// a deadline for the whole, and what did not come in time is left out. The services are children that answer after their own time.
use function Async\{await_all, delay, spawn, timeout};

$service = <<<'PHP'
$l = stream_socket_server("tcp://127.0.0.1:0", $n, $e, 12, stream_context_create(["socket" => ["backlog" => 128]]));
echo stream_socket_get_name($l, false), "\n";
$open = []; $due = [];
for (;;) {
    $r = [$l, STDIN, ...$open]; $w = $x = null;
    stream_select($r, $w, $x, 0, 5000);
    foreach ($r as $s) {
        if ($s === STDIN) exit;
        if ($s === $l) { $c = stream_socket_accept($l); $open[(int) $c] = $c; continue; }
        $line = (string) fgets($s);
        if ($line === "") { unset($open[(int) $s]); continue; }
        $id = (int) $line;
        if ($id === 13) { fwrite($s, "error\n"); continue; }
        if ($id === 27) continue;       // hangs
        $due[] = [hrtime(true) + 50e6 + $id * 1e6, $s, $id];
    }
    foreach ($due as $i => [$t, $s, $id]) {
        if ($t > hrtime(true)) continue;
        unset($due[$i]);
        fwrite($s, json_encode(["item" => $id, "price" => 10 * $id]) . "\n");
    }
}
PHP;
$process = proc_open([PHP_BINARY, '-n', '-r', $service], [['pipe', 'r'], ['pipe', 'w']], $pipes);
$address = trim(fgets($pipes[1]));

// Plain blocking code; it does not know that it is one of forty.
function call(string $address, int $item): array
{
    $socket = stream_socket_client("tcp://$address");
    fwrite($socket, "$item\n");
    $answer = json_decode((string) fgets($socket), true);
    return $answer ?? throw new RuntimeException("item $item has no price");
}

function page(string $address): array
{
    $calls = [];
    for ($item = 1; $item <= 40; $item++) {
        $calls[$item] = spawn(call(...), $address, $item);
    }
    // Whoever is not done by then is cancelled.
    $guard = spawn(function () use ($calls) {
        delay(3000);
        foreach ($calls as $call) $call->cancel();
    });
    [$parts, $errors] = await_all($calls);
    $guard->cancel();
    ksort($errors);
    return [$parts, array_map(fn ($e) => $e instanceof Async\AsyncCancellation ? 'too slow' : $e->getMessage(), $errors)];
}

[$parts, $errors] = page($address);
echo count($parts), ' parts, sum of prices ', array_sum(array_column($parts, 'price')), "\n";
foreach ($errors as $item => $why) echo "item $item: $why\n";
