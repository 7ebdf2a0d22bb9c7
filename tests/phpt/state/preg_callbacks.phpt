--TEST--
C-160: callbacks of preg_replace_callback() that end in any order leave the places of each other's matches alone (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

// More groups than the engine's shared memory has room for, so the call uses none of it but resets the mark when it ends.
$large = '/' . str_repeat('(x)?', 40) . 'a/';
foreach (['preg_replace_callback', 'preg_replace_callback_array'] as $function) {
    $replace = fn(string $pattern, callable $with, string $text) => $function === 'preg_replace_callback'
        ? preg_replace_callback($pattern, $with, $text) : preg_replace_callback_array([$pattern => $with], $text);
    $first = spawn($replace, $large, function () { delay(5); return 'B'; }, 'a');
    suspend();
    $second = spawn($replace, '/(b)(c)/', function ($match) { delay(20); return "[$match[1]$match[2]]"; }, 'bcbc-tail');
    suspend();
    echo await($first), ' ';
    preg_match('/^.{1000}(z)/', str_repeat('q', 1000) . 'z', $match);  // would write where the second call still reads
    echo $match[1], ' ', await($second), "\n";
}
?>
--EXPECT--
B z [bc][bc]-tail
B z [bc][bc]-tail
