--TEST--
IO-700, IO-701, IO-702, IO-703, IO-7: gethostby* answer in a coroutine what they answer without one (any order)
--EXTENSIONS--
async
--FILE--
<?php
$calls = [];
foreach (['localhost', 'LocalHost', '127.0.0.1', '', 'no such name', str_repeat('x', 256), str_repeat('y', 255)] as $name) {
    $calls[] = ['gethostbyname', $name];
    $calls[] = ['gethostbynamel', $name];
}
foreach (['127.0.0.1', '::1', '0:0:0:0:0:0:0:1', '', 'localhost', '1.2.3', '255.255.255.255'] as $address) {
    $calls[] = ['gethostbyaddr', $address];
}
set_error_handler(function ($level, $text) use (&$warnings) {
    $warnings[] = $text;
    return true;
});
$ask = function () use ($calls, &$warnings) {
    $answers = [];
    foreach ($calls as [$function, $argument]) {
        $warnings = [];
        $result = $function($argument);
        $answers[] = [$function, $argument, $result, $warnings];
    }
    return $answers;
};

$stock = $ask();
$ours = Async\await(Async\spawn($ask));
var_dump($stock === $ours);
foreach ($ours as [$function, $argument, $result, $texts]) {
    if (in_array($argument, ['localhost', '127.0.0.1', ''], true) || $texts) {
        printf("%s(%s): %s %s\n", $function, strlen($argument) > 20 ? '…' : $argument, strlen(json_encode($result)) > 50 ? '…' : json_encode($result), implode($texts));
    }
}

echo new ReflectionFunction('gethostbyname');
foreach ([fn() => gethostbyname(), fn() => gethostbyname([]), fn() => gethostbyname("a\0b")] as $wrong) {
    Async\await(Async\spawn(function () use ($wrong) {
        try {
            $wrong();
        } catch (Error $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }));
}
?>
--EXPECTF--
bool(true)
gethostbyname(localhost): "127.0.0.1" 
gethostbynamel(localhost): ["127.0.0.1"%S] 
gethostbyname(127.0.0.1): "127.0.0.1" 
gethostbynamel(127.0.0.1): ["127.0.0.1"] 
gethostbyname(): "" 
gethostbynamel(): false 
gethostbyname(…): … gethostbyname(): Host name cannot be longer than 255 characters
gethostbynamel(…): false gethostbynamel(): Host name cannot be longer than 255 characters
gethostbyaddr(127.0.0.1): "%s" 
gethostbyaddr(): false gethostbyaddr(): Address is not a valid IPv4 or IPv6 address
gethostbyaddr(localhost): false gethostbyaddr(): Address is not a valid IPv4 or IPv6 address
gethostbyaddr(1.2.3): false gethostbyaddr(): Address is not a valid IPv4 or IPv6 address
Function [ <internal:standard> function gethostbyname ] {

  - Parameters [1] {
    Parameter #0 [ <required> string $hostname ]
  }
  - Return [ string ]
}
ArgumentCountError: gethostbyname() expects exactly 1 argument, 0 given
TypeError: gethostbyname(): Argument #1 ($hostname) must be of type string, array given
ValueError: gethostbyname(): Argument #1 ($hostname) must not contain any null bytes
