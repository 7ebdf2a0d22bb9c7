<?php
// N coroutines that wait; prints "port 1" when all of them do, so that the harness knows.
use function Async\spawn;
use function Async\suspend;

for ($i = 0; $i < (int) $argv[1]; $i++) {
    spawn(function (): void {
        sleep(3600);
    });
}
suspend();
echo "port 1\n";
sleep(3600);
