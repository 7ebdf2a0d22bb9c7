--TEST--
C-10, C-13, PO-5: parents, finality and root of every exception class (any order)
--EXTENSIONS--
async
--FILE--
<?php
foreach ([
    'Cancellation', 'Async\AsyncCancellation', 'Async\OperationCanceledException', 'Async\AsyncException',
    'Async\ContextException', 'Async\ServiceUnavailableException', 'Async\PoolException', 'Async\ChannelException',
    'Async\InputOutputException', 'Async\DnsException', 'Async\TimeoutException', 'Async\PollException',
    'Async\DeadlockError', 'Async\CompositeException',
] as $name) {
    $class = new ReflectionClass($name);
    $parent = $class->getParentClass();
    printf("%s%s < %s%s\n", $class->isFinal() ? 'final ' : '', $class->getName(), $parent ? $parent->getName() : '-',
        $class->implementsInterface('Throwable') && $class->isInstantiable() ? '' : ' NOT THROWABLE');
    $object = new $name('text', 7);
    if ([$object->getMessage(), $object->getCode(), $object->getLine()] !== ['text', 7, __LINE__ - 1]) {
        echo "constructor of $name differs\n";
    }
}
?>
--EXPECT--
Cancellation < -
Async\AsyncCancellation < Cancellation
Async\OperationCanceledException < Async\AsyncCancellation
Async\AsyncException < Exception
Async\ContextException < Async\AsyncException
Async\ServiceUnavailableException < Async\AsyncException
Async\PoolException < Async\AsyncException
Async\ChannelException < Async\AsyncException
Async\InputOutputException < Exception
Async\DnsException < Exception
Async\TimeoutException < Exception
Async\PollException < Exception
Async\DeadlockError < Error
final Async\CompositeException < Exception
