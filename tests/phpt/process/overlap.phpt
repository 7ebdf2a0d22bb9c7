--TEST--
IO-800, IO-804, IO-1, IO-4, IO-6: five commands of each kind run at once: none ends before all have begun, and others get turns meanwhile (any order)
--EXTENSIONS--
async
posix
--FILE--
<?php
use function Async\{spawn, await, suspend};

require __DIR__ . '/../_inc/barrier.inc';

foreach (['exec', 'shell_exec', 'system', 'passthru', 'backticks', 'pclose', 'proc_close'] as $function) {
    $barrier = new Barrier(6);
    $ticker = spawn(function () use ($barrier) {
        for ($turn = 0; $turn < 6; $turn++) {  // nobody is let go before somebody else has had turns
            suspend();
        }
        exec($barrier->command(5));
        return $turn;
    });
    $calls = [];
    for ($i = 0; $i < 5; $i++) {
        $command = $barrier->command($i) . "; exit $i";
        $calls[] = spawn(function () use ($function, $command, $i) {
            ob_start();
            switch ($function) {
                case 'exec':
                    return [exec($command, $lines, $code), $lines, $code, ob_get_clean()];
                case 'system':
                    return [system($command, $code), $code, ob_get_clean()];
                case 'passthru':
                    return [passthru($command, $code), $code, ob_get_clean()];
                case 'shell_exec':
                    return [shell_exec($command), ob_get_clean()];
                case 'backticks':
                    return [`$command`, ob_get_clean()];
                case 'pclose':
                    $pipe = popen("exec >/dev/null; $command", 'r');
                    return [pclose($pipe), ob_get_clean()];
                case 'proc_close':
                    return [proc_close(proc_open($command, [1 => ['file', '/dev/null', 'w']], $pipes)), ob_get_clean()];
            }
        });
    }
    $results = array_map(fn($call) => await($call), $calls);
    echo $function, ' with ', await($ticker), ' turns ', json_encode($results), "\n";
}
?>
--EXPECT--
exec with 6 turns [["go 0",["go 0"],0,""],["go 1",["go 1"],1,""],["go 2",["go 2"],2,""],["go 3",["go 3"],3,""],["go 4",["go 4"],4,""]]
shell_exec with 6 turns [["go 0\n",""],["go 1\n",""],["go 2\n",""],["go 3\n",""],["go 4\n",""]]
system with 6 turns [["go 0",0,"go 0\n"],["go 1",1,"go 1\n"],["go 2",2,"go 2\n"],["go 3",3,"go 3\n"],["go 4",4,"go 4\n"]]
passthru with 6 turns [[null,0,"go 0\n"],[null,1,"go 1\n"],[null,2,"go 2\n"],[null,3,"go 3\n"],[null,4,"go 4\n"]]
backticks with 6 turns [["go 0\n",""],["go 1\n",""],["go 2\n",""],["go 3\n",""],["go 4\n",""]]
pclose with 6 turns [[0,""],[1,""],[2,""],[3,""],[4,""]]
proc_close with 6 turns [[0,""],[1,""],[2,""],[3,""],[4,""]]
