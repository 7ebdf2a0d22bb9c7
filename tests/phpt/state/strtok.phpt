--TEST--
C-163: strtok() goes on in each coroutine where it was (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

$words = function (string $text) {
    $out = '';
    for ($word = strtok($text, ' '); $word !== false; $word = strtok(' ')) {
        $out .= "<$word>";
        suspend();
    }
    return $out;
};
echo strtok('p q r', ' ');
$a = spawn($words, 'a b c');
$b = spawn($words, 'x y z');
echo await($a), strtok(' '), await($b), strtok(' '), var_export(strtok(' '), true), "\n";
?>
--EXPECT--
p<a><b><c>q<x><y><z>rfalse
