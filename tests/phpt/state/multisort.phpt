--TEST--
C-163: array_multisort() over objects that suspend when they become strings, in several coroutines at once (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await_all, spawn, suspend};

final class Name
{
    public function __construct(public readonly string $text) {}
    public function __toString(): string
    {
        suspend();
        return $this->text;
    }
}
$sort = function (int $order): string {
    $names = array_map(fn($text) => new Name($text), ['c', 'a', 'd', 'b']);
    $numbers = [1, 2, 3, 4];
    array_multisort($names, $order, SORT_STRING, $numbers);
    return implode(array_column($names, 'text')) . implode($numbers);
};
$calls = [spawn($sort, SORT_ASC), spawn($sort, SORT_DESC), spawn($sort, SORT_ASC), spawn(function () {
    $list = [3, 1, 2];
    array_multisort($list, SORT_DESC);
    return implode($list);
})];
suspend();
$cancelled = spawn($sort, SORT_ASC);
suspend();
$cancelled->cancel();
echo implode(' ', await_all($calls)[0]), "\n";
?>
--EXPECT--
abcd2413 dcba3142 abcd2413 321
