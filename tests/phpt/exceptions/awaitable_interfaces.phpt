--TEST--
C-1, C-2: the shape of Awaitable and Completable (any order)
--EXTENSIONS--
async
--FILE--
<?php
foreach (['Async\Awaitable', 'Async\Completable'] as $name) {
    $interface = new ReflectionClass($name);
    echo $interface->getName(), ' interface=', var_export($interface->isInterface(), true), ' parents=',
        implode(',', $interface->getInterfaceNames()), "\n";
    foreach ($interface->getMethods() as $method) {
        $parameters = array_map(fn($p) => preg_replace('/^Parameter #\d+ \[ (.*) \]$/', '$1', (string) $p), $method->getParameters());
        echo '  ', $method->getName(), '(', implode(', ', $parameters), '): ', $method->getReturnType(), "\n";
    }
}
?>
--EXPECT--
Async\Awaitable interface=true parents=
Async\Completable interface=true parents=Async\Awaitable
  cancel(<optional> ?Async\AsyncCancellation $cancellation = null): void
  isCompleted(): bool
  isCancelled(): bool
