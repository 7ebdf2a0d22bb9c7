--TEST--
IO-4: every lookup gives the others a turn, that of a numeric address too
--EXTENSIONS--
async
--FILE--
<?php
foreach ([fn() => gethostbyname('127.0.0.1'), fn() => gethostbynamel('localhost'), fn() => gethostbyaddr('127.0.0.1')] as $lookup) {
    $first = Async\spawn(function () use ($lookup) {
        echo "asks ";
        $lookup();
        echo "knows\n";
    });
    $second = Async\spawn(function () {
        echo "other ";
    });
    Async\await($first);
}
?>
--EXPECT--
asks other knows
asks other knows
asks other knows
