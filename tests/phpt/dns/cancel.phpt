--TEST--
IO-10, IO-12, IO-14, IO-16: a cancelled lookup ends at once with the given object, and the coroutine may ask again
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

final class Stop extends Async\AsyncCancellation {}

foreach (['gethostbyname', 'gethostbynamel', 'gethostbyaddr', 'dns_get_record', 'checkdnsrr', 'dns_check_record'] as $function) {
    $stop = new Stop('enough');
    $lookup = spawn(function () use ($function, $stop) {
        try {
            $function($function === 'gethostbyaddr' ? '127.0.0.1' : 'localhost');
        } catch (Async\AsyncCancellation $e) {
            echo $function, ': ', var_export($e === $stop, true), ' ', gethostbyname('localhost'), "\n";
        }
    });
    suspend();  // it has asked
    $lookup->cancel($stop);
    await($lookup);
}
?>
--EXPECT--
gethostbyname: true 127.0.0.1
gethostbynamel: true 127.0.0.1
gethostbyaddr: true 127.0.0.1
dns_get_record: true 127.0.0.1
checkdnsrr: true 127.0.0.1
dns_check_record: true 127.0.0.1
