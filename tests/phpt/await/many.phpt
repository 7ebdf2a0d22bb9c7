--TEST--
C-110 C-32: a list of 20000 triggers costs each completion the same (any order)
--EXTENSIONS--
async
--INI--
memory_limit=-1
--FILE--
<?php
use function Async\{await_all, await_any_of, delay, spawn};

$triggers = [];
for ($i = 0; $i < 20000; $i++) {
    $triggers["k$i"] = spawn(function () use ($i) {
        delay($i % 3);
        if ($i % 1000 === 999) throw new Exception("$i");
        return $i;
    });
}
[$values, $errors] = await_all($triggers);
var_dump(count($values), count($errors), array_key_last($values), $values['k500'], $errors['k999']->getMessage());
[$values] = await_any_of(10, $triggers);
var_dump(count($values));
?>
--EXPECT--
int(19980)
int(20)
string(6) "k19998"
int(500)
string(3) "999"
int(19980)
