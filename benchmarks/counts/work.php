<?php
// One operation, N times, and nothing else: what the counters in this folder run. The cost of one operation is the
// difference between two runs with different N, so whatever start and end of the process cost cancels out.
//
// usage: php [-d extension=async] work.php OPERATION N
//        work.php --list    prints the operations this build can run

declare(strict_types=1);

use function Async\await;
use function Async\delay;
use function Async\spawn;
use function Async\suspend;
use function Async\timeout;

/** Fibers driven by the smallest scheduler one can write in PHP. */
function fiber_queue(int $fibers, int $n): void
{
    $queue = new SplQueue();
    for ($i = 0; $i < $fibers; $i++) {
        $fiber = new Fiber(function () use ($n): void {
            for ($i = 0; $i < $n; $i++) {
                Fiber::suspend();
            }
        });
        $fiber->start();
        $queue->enqueue($fiber);
    }
    while (!$queue->isEmpty()) {
        $fiber = $queue->dequeue();
        $fiber->resume();
        if (!$fiber->isTerminated()) {
            $queue->enqueue($fiber);
        }
    }
}

/** $coroutines that suspend $n times each; main waits for the last. */
function suspending(int $coroutines, int $n): void
{
    $last = null;
    for ($i = 0; $i < $coroutines; $i++) {
        $last = spawn(function () use ($n): void {
            for ($i = 0; $i < $n; $i++) {
                suspend();
            }
        });
    }
    await($last);
}

/** A listening socket, and what connects to it. */
function listening(): array
{
    $server = stream_socket_server('tcp://127.0.0.1:0', context: stream_context_create(['socket' => ['backlog' => 4096]]));
    return [$server, stream_socket_get_name($server, false)];
}

/**
 * N echoes of 1 KiB over TCP, all connections at once. Both ends are here, so that no other process decides how many wait
 * together: an echo is two messages, each sent, waited for and received.
 */
function echoing(int $connections, int $n): void
{
    [$server, $address] = listening();
    $echo = function ($connection): void {
        while (($bytes = fread($connection, 8192)) !== '') {
            fwrite($connection, $bytes);
        }
    };
    $clients = [];
    for ($i = 0; $i < $connections; $i++) {
        $clients[] = stream_socket_client("tcp://$address");
        spawn($echo, stream_socket_accept($server));
    }
    $message = str_repeat('x', 1024);
    for ($i = 0; $i < $n; $i += $connections) {
        foreach ($clients as $client) {
            fwrite($client, $message);
        }
        foreach ($clients as $client) {
            if (fread($client, 8192) !== $message) {
                throw new RuntimeException('the echo is not what was sent');
            }
        }
    }
    array_map('fclose', $clients);
}

/** N times file_get_contents() of a page of 1 KiB; its server is in this process too. */
function fetching(int $n): void
{
    [$server, $address] = listening();
    $body = str_repeat('x', 1024);
    $answer = function ($connection) use ($body): void {
        for ($head = ''; !str_contains($head, "\r\n\r\n"); $head .= fread($connection, 8192));
        fwrite($connection, "HTTP/1.1 200 OK\r\nContent-Length: 1024\r\nConnection: close\r\n\r\n$body");
        fclose($connection);
    };
    $serving = spawn(function () use ($server, $answer): void {
        for (;;) {
            spawn($answer, stream_socket_accept($server, 86400));
        }
    });
    for ($i = 0; $i < $n; $i++) {
        if (file_get_contents("http://$address/") !== $body) {
            throw new RuntimeException('the page is not what was served');
        }
    }
    $serving->cancel();
}

/** N coroutines asleep. Prints what they hold. */
function asleep(int $n): void
{
    $sleepers = [];
    for ($i = 0; $i < $n; $i++) {
        $sleepers[] = spawn(fn () => delay(86400000));
    }
    suspend();
    preg_match_all('/^(?:Anonymous|Swap):\s*(\d+) kB/m', file_get_contents('/proc/self/smaps_rollup'), $m);
    echo json_encode(['bytes' => 1024 * array_sum($m[1]), 'mappings' => substr_count(file_get_contents('/proc/self/maps'), "\n")]), "\n";
    foreach ($sleepers as $sleeper) {
        $sleeper->cancel();
    }
}

$operations = [
    // An empty loop, to be subtracted by who wants to.
    'nothing' => function (int $n): void {
        for ($i = 0; $i < $n; $i++);
    },
    'spawn' => function (int $n): void {
        $body = function (): void {};
        for ($i = 0; $i < $n; $i++) {
            spawn($body);
            suspend();
        }
    },
    'spawn_batch' => function (int $n): void {
        $body = function (): void {};
        for ($i = 0; $i < $n; $i += 100) {
            for ($k = 0; $k < 100; $k++) {
                spawn($body);
            }
            suspend();
        }
    },
    // N suspends in all, by two and by ten coroutines.
    'suspend_2' => fn (int $n) => suspending(2, intdiv($n, 2)),
    'suspend_10' => fn (int $n) => suspending(10, intdiv($n, 10)),
    // Somebody sleeps, so a poll is due once a tick of the coarse clock.
    'suspend_timed' => function (int $n): void {
        $sleeper = spawn(fn () => delay(86400000));
        suspending(2, intdiv($n, 2));
        $sleeper->cancel();
    },
    // One sleeper after the other: each has the process to itself.
    'delay' => function (int $n): void {
        for ($i = 0; $i < $n; $i++) {
            delay(1);
        }
    },
    // N sleepers at once: what a wait costs when the poll is shared.
    'delay_shared' => function (int $n): void {
        $last = null;
        for ($i = 0; $i < 100; $i++) {
            $last = spawn(function () use ($n): void {
                for ($i = 0; $i < $n; $i += 100) {
                    delay(2);
                }
            });
        }
        await($last);
        delay(3);
    },
    'await_done' => function (int $n): void {
        $done = spawn(fn () => 1);
        await($done);
        for ($i = 0; $i < $n; $i++) {
            await($done);
        }
    },
    'await_new' => function (int $n): void {
        $body = fn () => 1;
        for ($i = 0; $i < $n; $i++) {
            await(spawn($body));
        }
    },
    'await_token' => function (int $n): void {
        $never = spawn(fn () => delay(86400000));
        $body = fn () => 1;
        for ($i = 0; $i < $n; $i++) {
            await(spawn($body), $never);
        }
        $never->cancel();
    },
    'await_timeout' => function (int $n): void {
        $body = fn () => 1;
        for ($i = 0; $i < $n; $i++) {
            await(spawn($body), timeout(60000));
        }
    },
    'channel' => function (int $n): void {
        $channel = new Async\Channel(0);
        $sender = spawn(function () use ($channel, $n): void {
            for ($i = 0; $i < $n; $i++) {
                $channel->send($i);
            }
        });
        for ($i = 0; $i < $n; $i++) {
            $channel->recv();
        }
        await($sender);
    },
    'channel_buffered' => function (int $n): void {
        $channel = new Async\Channel(16);
        $sender = spawn(function () use ($channel, $n): void {
            for ($i = 0; $i < $n; $i++) {
                $channel->send($i);
            }
        });
        for ($i = 0; $i < $n; $i++) {
            $channel->recv();
        }
        await($sender);
    },
    'echo' => fn (int $n) => echoing(1, $n),
    'echo_shared' => fn (int $n) => echoing(100, $n),
    'fetch' => fetching(...),
    'asleep' => asleep(...),
    'fiber_spawn' => function (int $n): void {
        $body = function (): void {};
        for ($i = 0; $i < $n; $i++) {
            (new Fiber($body))->start();
        }
    },
    'fiber_pair' => function (int $n): void {
        $body = function () use ($n): void {
            for ($i = 0; $i < $n; $i += 2) {
                Fiber::suspend();
            }
        };
        $a = new Fiber($body);
        $b = new Fiber($body);
        $a->start();
        $b->start();
        while (!$a->isTerminated()) {
            $a->resume();
            $b->resume();
        }
    },
    'fiber_queue' => fn (int $n) => fiber_queue(10, intdiv($n, 10)),
];
if (!class_exists('Async\Channel')) {
    unset($operations['channel'], $operations['channel_buffered']);
}
if (!extension_loaded('async')) {
    $operations = array_filter($operations, fn ($name) => $name === 'nothing' || str_starts_with($name, 'fiber'), ARRAY_FILTER_USE_KEY);
}

if (($argv[1] ?? '') === '--list') {
    echo implode("\n", array_keys($operations)), "\n";
    exit(0);
}
if ($argc !== 3 || !isset($operations[$argv[1]])) {
    fwrite(STDERR, 'usage: php work.php ' . implode('|', array_keys($operations)) . " N\n");
    exit(2);
}
$operations[$argv[1]]((int) $argv[2]);
