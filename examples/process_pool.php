<?php
// A pool of worker processes: tasks come through a channel, each worker is a child that answers line by line, and a worker
// that dies is replaced. Nothing but proc_open(), fgets() and fwrite(), each waiting in its own coroutine.

declare(strict_types=1);

use Async\Channel;
use function Async\{await_all_or_fail, spawn};

const WORKERS = 3;

final class Worker
{
    private $process;
    private array $pipes = [];

    public function __construct()
    {
        // Squares a number; 13 is its end.
        $code = 'while (($line = fgets(STDIN)) !== false) { if ((int) $line === 13) exit(1); echo (int) $line ** 2, "\n"; }';
        $this->process = proc_open([PHP_BINARY, '-n', '-r', $code], [['pipe', 'r'], ['pipe', 'w']], $this->pipes);
    }

    public function ask(int $number): ?int
    {
        fwrite($this->pipes[0], "$number\n");
        $answer = fgets($this->pipes[1]);
        return $answer === false ? null : (int) $answer;
    }

    public function stop(): int
    {
        array_map(fclose(...), $this->pipes);
        return proc_close($this->process);
    }
}

$tasks = new Channel(0);
$results = [];
$deaths = 0;
$workers = [];
for ($i = 0; $i < WORKERS; $i++) {
    $workers[] = spawn(function () use ($tasks, &$results, &$deaths) {
        $worker = new Worker();
        foreach ($tasks as $number) {
            $results[$number] = $worker->ask($number);
            if ($results[$number] === null) {
                $deaths += $worker->stop();
                $worker = new Worker();
            }
        }
        return $worker->stop();
    });
}
for ($number = 1; $number <= 20; $number++) {
    $tasks->send($number);
}
$tasks->close();
$statuses = await_all_or_fail($workers);
ksort($results);
echo implode(' ', array_map(fn($result) => $result ?? 'died', $results)), "\n";
echo "$deaths replaced, the others ended with ", implode(' ', $statuses), "\n";
