--TEST--
C-110: what the await functions accept as triggers (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, spawn};

$one = fn() => 1;
$calls = [
    'any_or_fail' => fn($t) => await_any_or_fail($t),
    'first_success' => fn($t) => await_first_success($t),
    'all_or_fail' => fn($t) => await_all_or_fail($t),
    'all' => fn($t) => await_all($t),
    'any_of' => fn($t) => await_any_of(1, $t),
    'any_of_or_fail' => fn($t) => await_any_of_or_fail(1, $t),
];
foreach ($calls as $name => $call) {
    foreach ([1, 'text', null, new stdClass, [spawn($one), 5], [spawn($one), new stdClass]] as $triggers) {
        try {
            $call($triggers);
        } catch (Throwable $e) {
            echo $name, ' ', get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
}

// null elements are skipped, have no key and are not waited for
[$a, $b] = [spawn(fn() => 'a'), spawn(fn() => 'b')];
echo json_encode(await_all_or_fail([null, 'x' => $a, 'n' => null, $b, null])), "\n";
echo json_encode(await_all(['p' => null, 'q' => $a], fillNull: true)), "\n";
echo json_encode(await_any_of(5, [null, $a, null])), "\n";
var_dump(await_any_or_fail([null]));
echo json_encode(await_any_of_or_fail(3, [null, $b])), "\n";

$reference = &$a;
echo json_encode(await_all_or_fail([&$reference])), "\n";
try {
    await_all([$a], 'token');
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
any_or_fail Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
any_or_fail Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
any_or_fail Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
any_or_fail Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
any_or_fail Async\AsyncException: Expected item to be an Async\Awaitable object
any_or_fail Async\AsyncException: Expected item to be an Async\Awaitable object
first_success Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
first_success Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
first_success Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
first_success Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
first_success Async\AsyncException: Expected item to be an Async\Awaitable object
first_success Async\AsyncException: Expected item to be an Async\Awaitable object
all_or_fail Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
all_or_fail Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
all_or_fail Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
all_or_fail Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
all_or_fail Async\AsyncException: Expected item to be an Async\Awaitable object
all_or_fail Async\AsyncException: Expected item to be an Async\Awaitable object
all Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
all Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
all Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
all Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
all Async\AsyncException: Expected item to be an Async\Awaitable object
all Async\AsyncException: Expected item to be an Async\Awaitable object
any_of Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
any_of Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
any_of Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
any_of Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
any_of Async\AsyncException: Expected item to be an Async\Awaitable object
any_of Async\AsyncException: Expected item to be an Async\Awaitable object
any_of_or_fail TypeError: Async\await_any_of_or_fail(): Argument #2 ($triggers) must be of type Traversable|array, int given
any_of_or_fail TypeError: Async\await_any_of_or_fail(): Argument #2 ($triggers) must be of type Traversable|array, string given
any_of_or_fail TypeError: Async\await_any_of_or_fail(): Argument #2 ($triggers) must be of type Traversable|array, null given
any_of_or_fail TypeError: Async\await_any_of_or_fail(): Argument #2 ($triggers) must be of type Traversable|array, stdClass given
any_of_or_fail Async\AsyncException: Expected item to be an Async\Awaitable object
any_of_or_fail Async\AsyncException: Expected item to be an Async\Awaitable object
{"x":"a","1":"b"}
[{"q":"a"},[]]
[{"1":"a"},[]]
NULL
{"1":"b"}
["a"]
Async\await_all(): Argument #2 ($cancellation) must be of type ?Async\Awaitable, string given
