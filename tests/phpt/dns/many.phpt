--TEST--
IO-705: any number of lookups at once, cancelled and not
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, suspend};

$lookups = [];
for ($i = 0; $i < 200; $i++) {
    $lookups[] = spawn(fn() => $i % 2 ? gethostbyname('localhost') : gethostbyaddr('127.0.0.1'));
}
suspend();
$answers = ['answered' => 0, 'cancelled' => 0];
foreach ($lookups as $i => $lookup) {
    if ($i % 4 == 3) {
        $lookup->cancel();
    }
}
foreach ($lookups as $lookup) {
    try {
        $answers[is_string(await($lookup)) ? 'answered' : '?']++;
    } catch (Async\AsyncCancellation) {
        $answers['cancelled']++;
    }
}
print_r($answers);
?>
--EXPECT--
Array
(
    [answered] => 150
    [cancelled] => 50
)
