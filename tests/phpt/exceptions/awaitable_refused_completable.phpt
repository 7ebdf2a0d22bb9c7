--TEST--
C-1: a user class cannot implement Completable either (any order)
--EXTENSIONS--
async
--FILE--
<?php
class Mine implements Async\Completable
{
    public function cancel(?Async\AsyncCancellation $cancellation = null): void {}
    public function isCompleted(): bool { return true; }
    public function isCancelled(): bool { return false; }
}
?>
--EXPECTF--
Fatal error: Class Mine cannot implement interface Async\Awaitable in %sawaitable_refused_completable.php on line %d
