--TEST--
IO-811: closing a process runs the filters of its pipes, which find it closed; a second call while they suspend is refused
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

function close($process)
{
    try {
        return proc_close($process);
    } catch (TypeError $e) {
        return $e->getMessage();
    }
}
final class Closing extends php_user_filter
{
    public function onClose(): void
    {
        suspend();
        echo close($this->params[0]), "\n";
        suspend();
    }
}
stream_filter_register('closing', Closing::class);

$process = proc_open('cat >/dev/null; exit 3', [['pipe', 'r'], ['pipe', 'w']], $pipes);
foreach ($pipes as $pipe) {
    stream_filter_append($pipe, 'closing', STREAM_FILTER_READ, [$process]);
}
$first = spawn(close(...), $process);
$second = spawn(close(...), $process);
var_dump(await($first), await($second));
?>
--EXPECT--
proc_close(): supplied resource is not a valid process resource
proc_close(): supplied resource is not a valid process resource
int(3)
string(63) "proc_close(): supplied resource is not a valid process resource"
