<?php
// What the hot paths may cost: the cost table of docs/ARCHITECTURE.md as numbers. Per operation, upper limits; an operation
// or a quantity that is not listed is printed and not judged.
//
//   allocations  blocks asked of the allocator, the engine's included
//   left         blocks that were not given back
//   calls        system calls
//   coarse       reads of the coarse clock
//   fine         reads of the precise clock
//   mappings     of memory, held while the coroutine sleeps
//
// Limits that are not whole allow for what happens once in a while (a poll per tick, an array that doubles).

declare(strict_types=1);

$once_in_a_while = 0.25;
// Before light guard pages a stack and its guard were two mappings (D-18).
$mappings = version_compare(php_uname('r'), '6.13', '<') ? 2 : 0;

return [
    // suspend → resume: 0 allocations, 0 system calls but the due poll, 1 coarse clock read.
    'suspend_2' => ['allocations' => 0, 'left' => 0, 'calls' => 0, 'coarse' => 1, 'fine' => 0],
    'suspend_10' => ['allocations' => 0, 'left' => 0, 'calls' => 0, 'coarse' => 1, 'fine' => 0],
    'suspend_timed' => ['allocations' => 0, 'left' => 0, 'calls' => $once_in_a_while, 'coarse' => 1 + $once_in_a_while,
        'fine' => $once_in_a_while],
    // spawn + finish: 1 allocation beside the closure's own, warm stack.
    'spawn' => ['allocations' => 1, 'left' => 0, 'calls' => 0],
    'spawn_batch' => ['allocations' => 1, 'left' => 0, 'calls' => 0],
    // A wait on 1-2 sources, with or without deadline and token: 0 allocations. What each row makes itself comes on top.
    'delay' => ['allocations' => 0, 'left' => 0, 'calls' => 2 + $once_in_a_while],
    'delay_shared' => ['allocations' => 0, 'left' => 0, 'calls' => 0.5 + $once_in_a_while],
    'await_done' => ['allocations' => 0, 'left' => 0, 'calls' => 0, 'coarse' => 0, 'fine' => 0],
    'await_new' => ['allocations' => 1, 'left' => 0, 'calls' => 0],
    'await_token' => ['allocations' => 1, 'left' => 0, 'calls' => $once_in_a_while],
    'await_timeout' => ['allocations' => 2, 'left' => 0, 'calls' => $once_in_a_while],
    // A channel message is a wait on one source.
    'channel' => ['allocations' => 0, 'left' => 0, 'calls' => 0],
    'channel_buffered' => ['allocations' => 0, 'left' => 0, 'calls' => 0],
    // Two messages, each sent, waited for and received. Where many wait they share the poll; the rest is for the clock's ticks.
    'echo' => ['left' => 0, 'calls' => 6 + $once_in_a_while],
    'echo_shared' => ['left' => 0, 'calls' => 4.9],
    // Both ends, and again the ticks: stock PHP's own calls, and for three waits 3 polls and 7 changes of interest.
    'fetch' => ['left' => 0, 'calls' => 40],
    'asleep' => ['left' => 0, 'mappings' => $mappings],
];
