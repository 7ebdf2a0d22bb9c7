<?php
// A row whose contenders call a slow HTTP service: it is there for the whole row, and what serves requests by calling it is
// measured in one way.

declare(strict_types=1);

namespace Bench;

abstract class BackendRow extends Row
{
    protected Server $backend;

    public function begin(): void
    {
        $this->backend = $this->lab->backend();
    }

    public function end(): void
    {
        $this->backend->stop();
    }

    /** What to call for an answer after so many milliseconds; "10-50" is a time drawn for each call. */
    protected function url(int|string $ms): string
    {
        return "http://127.0.0.1:{$this->backend->port}/?ms=$ms";
    }

    /** Our server, with the hook that the way to call needs. */
    protected function coroutines(string $handler, string $way, array $options): Server
    {
        $this->lab->require_hook(in_array($way, ['curl', 'multi'], true) ? 'curl' : 'socket streams');
        return $this->lab->http($this->lab->async(), $handler, ['way' => $way] + $options);
    }

    /** Stock PHP, prefork: all clients are dealt evenly to so many processes. */
    protected function workers(int $workers, int $clients, string $handler, string $way, array $options): Server
    {
        return $this->lab->http($this->lab->stock(), $handler,
            ['workers' => $workers, 'share' => (int) ceil($clients / $workers), 'way' => $way] + $options);
    }

    protected function go_server(string ...$words): Server
    {
        return $this->lab->server([$this->lab->go('http'), ...$words], null, ['GOMAXPROCS' => '1']);
    }

    protected function aiohttp(string $loop, string ...$words): Server
    {
        return $this->lab->server([$this->lab->python('python3-aiohttp', 'python3-uvloop'), "{$this->lab->peers}/http_aio.py", $loop, ...$words]);
    }
}
