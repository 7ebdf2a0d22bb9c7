--TEST--
C-10: only Throwable and the cancellation classes themselves catch a cancellation (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, OperationCanceledException};

function caught_by(Throwable $thrown): string
{
    $log = [];
    try {
        try {
            try {
                try {
                    throw $thrown;
                } catch (Exception $e) {
                    $log[] = 'Exception';
                    throw $e;
                } finally {
                    $log[] = 'finally';
                }
            } catch (Error $e) {
                $log[] = 'Error';
                throw $e;
            }
        } catch (AsyncCancellation $e) {
            $log[] = 'AsyncCancellation';
            throw $e;
        }
    } catch (Cancellation $e) {
        $log[] = 'Cancellation';
        $log[] = $e === $thrown ? 'same object' : 'another object';
    } catch (Throwable $e) {
        $log[] = 'Throwable';
    }
    return implode(', ', $log);
}

foreach ([new Cancellation(), new AsyncCancellation(), new OperationCanceledException(), new Exception(), new Error()] as $e) {
    echo get_class($e), ': ', caught_by($e), "\n";
}

$c = new OperationCanceledException();
var_dump($c instanceof Throwable, $c instanceof Stringable, $c instanceof Cancellation);
var_dump($c instanceof Exception, $c instanceof Error);
?>
--EXPECT--
Cancellation: finally, Cancellation, same object
Async\AsyncCancellation: finally, AsyncCancellation, Cancellation, same object
Async\OperationCanceledException: finally, AsyncCancellation, Cancellation, same object
Exception: Exception, finally, Throwable
Error: finally, Error, Throwable
bool(true)
bool(true)
bool(true)
bool(false)
bool(false)
