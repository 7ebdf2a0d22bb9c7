<?php
require_once __DIR__ . '/databases.php';

/** A database server of this test alone, which it may kill (tools/lib/own_server.sh). Gone with the object. */
final class OwnServer
{
    public int $pid;
    private string $where;
    private $process;
    private array $pipes = [];

    public function __construct(private string $kind)
    {
        $env = array_diff_key(getenv(), array_flip(['LD_PRELOAD', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'USE_ZEND_ALLOC', 'PHPRC', 'PHP_INI_SCAN_DIR']));
        $this->process = proc_open(['bash', __DIR__ . '/../../../tools/lib/own_server.sh', $kind],
            [['pipe', 'r'], ['pipe', 'w']], $this->pipes, null, $env);
        $this->up();
    }

    public function kill(): void
    {
        fwrite($this->pipes[0], "kill\n");
        fgets($this->pipes[1]);
    }

    public function start(): void
    {
        fwrite($this->pipes[0], "start\n");
        $this->up();
    }

    private function up(): void
    {
        $answer = trim((string) fgets($this->pipes[1]));
        if (!preg_match('/^up (\d+) (.+)$/', $answer, $found)) throw new Exception("$this->kind: $answer");
        $this->pid = (int) $found[1];
        $this->where = $found[2];
    }

    public function stop(): void
    {
        fclose($this->pipes[0]);
        proc_close($this->process);
    }

    /** For libpq. */
    public function conninfo(): string
    {
        return $this->where;
    }

    /** For mysqli. */
    public function socket(): string
    {
        return $this->where;
    }

    public function pdo(array $options = []): PDO
    {
        return $this->kind === 'postgres'
            ? new PDO('pgsql:' . strtr($this->where, ' ', ';'), null, null, $options)
            : new PDO("mysql:unix_socket=$this->where;dbname=demo", 'demo', '', $options);
    }
}

/** What must not grow: descriptors of this process, its coroutines. */
function open_things(): array
{
    gc_collect_cycles();
    Async\suspend();
    return ['descriptors' => count(scandir('/proc/self/fd')), 'coroutines' => count(Async\get_coroutines())];
}
