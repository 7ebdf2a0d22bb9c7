--TEST--
C-10: printing a chain leaves no recursion marks, wherever in it the cancellation stands (any order)
--EXTENSIONS--
async
--FILE--
<?php
function chain(string ...$classes): Throwable
{
    $previous = null;
    foreach (array_reverse($classes) as $class) {
        $previous = new $class($class, 0, $previous);
    }
    return $previous;
}

class Own extends Exception
{
    public function __toString(): string { return '<' . parent::__toString() . '>'; }
}

foreach ([
    ['Cancellation'],
    ['Cancellation', 'Cancellation'],
    ['Exception', 'Cancellation', 'Error'],
    ['Error', 'Exception', 'Async\AsyncCancellation', 'RuntimeException', 'TypeError'],
    ['Own', 'Async\OperationCanceledException', 'Async\TimeoutException'],
    ['Async\AsyncException', 'Own', 'Cancellation', 'Own'],
] as $classes) {
    $e = chain(...$classes);
    $first = (string) $e;
    $second = (string) $e;
    echo implode(' > ', $classes), ': ', substr_count($first, 'Stack trace'), ' ';
    for ($link = $e; $link; $link = $link->getPrevious()) {
        echo str_contains(print_r($link, true), '*RECURSION*') ? 'marked ' : 'clean ';
    }
    echo $first === $second ? 'same' : 'differs', "\n";
}

// A circle made by force is printed once and leaves no marks either.
foreach (['Cancellation', 'Exception'] as $class) {
    foreach ([0, 1, 2, 3, 4] as $back_to) {
        $links = [new $class('0')];
        for ($i = 1; $i < 6; ++$i) $links[$i] = new $class("$i");
        $previous = new ReflectionProperty($class, 'previous');
        for ($i = 0; $i < 5; ++$i) $previous->setValue($links[$i], $links[$i + 1]);
        $previous->setValue($links[5], $links[$back_to]);
        echo substr_count((string) $links[0], 'Stack trace');
        $previous->setValue($links[5], null);
        echo str_contains(print_r($links[0], true), '*RECURSION*') ? ' marked' : ' clean', ', ';
    }
    echo "\n";
}
?>
--EXPECT--
Cancellation: 1 clean same
Cancellation > Cancellation: 2 clean clean same
Exception > Cancellation > Error: 3 clean clean clean same
Error > Exception > Async\AsyncCancellation > RuntimeException > TypeError: 5 clean clean clean clean clean same
Own > Async\OperationCanceledException > Async\TimeoutException: 3 clean clean clean same
Async\AsyncException > Own > Cancellation > Own: 4 clean clean clean clean same
6 clean, 6 clean, 6 clean, 6 clean, 6 clean, 
6 clean, 6 clean, 6 clean, 6 clean, 6 clean, 
