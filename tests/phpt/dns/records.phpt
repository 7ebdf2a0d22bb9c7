--TEST--
IO-704: dns_get_record() and relatives ask on a worker; arguments and by-reference results are the stock ones
--EXTENSIONS--
async
--ENV--
RES_OPTIONS=timeout:1 attempts:1
--FILE--
<?php
use function Async\{spawn, await};

function complaint(Closure $call): string
{
    try {
        return json_encode($call());
    } catch (Error $e) {
        return get_class($e) . ': ' . $e->getMessage();
    }
}

$calls = [
    'dns_check_record' => fn() => dns_check_record(''),
    'checkdnsrr' => fn() => checkdnsrr('localhost', 'WRONG'),
    'dns_get_record' => fn() => dns_get_record('localhost', -5),
    'dns_get_mx' => function () {
        $hosts = $weights = 'before';
        $found = @dns_get_mx('nothing.invalid', $hosts, $weights);
        return [$found, $hosts, $weights];
    },
];
$stock = array_map(complaint(...), $calls);
$ours = await(spawn(fn() => array_map(complaint(...), $calls)));
var_dump($stock === $ours);
print_r($ours);

// Others run meanwhile.
$asks = spawn(function () {
    echo "asks\n";
    @dns_get_record('nothing.invalid', DNS_A);
    echo "knows\n";
});
$other = spawn(function () {
    echo "other\n";
});
await($asks);
?>
--EXPECTF--
bool(true)
Array
(
    [dns_check_record] => ValueError: dns_check_record(): Argument #1 ($hostname) %r(cannot|must not)%r be empty
    [checkdnsrr] => ValueError: checkdnsrr(): Argument #2 ($type) must be a valid DNS record type
    [dns_get_record] => ValueError: dns_get_record(): Argument #2 ($type) must be a DNS_* constant
    [dns_get_mx] => [false,[],[]]
)
asks
other
knows
