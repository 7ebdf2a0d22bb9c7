<?php
// N processes that wait, forked from one: prints "port N" when all of them do, so that the harness knows.
$n = (int) $argv[1];
for ($i = 0; $i < $n; $i++) {
    if (pcntl_fork() === 0) {
        sleep(3600);
        exit(0);
    }
}
usleep(300000);
echo "port 1\n";
sleep(3600);
