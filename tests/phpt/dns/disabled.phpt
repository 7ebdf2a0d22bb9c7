--TEST--
IO-7: a function disabled by ini stays disabled (any order)
--EXTENSIONS--
async
--INI--
disable_functions=gethostbyname,dns_get_record
--FILE--
<?php
var_dump(function_exists('gethostbyname'), function_exists('dns_get_record'), function_exists('gethostbynamel'));
Async\await(Async\spawn(function () {
    foreach (['gethostbyname', 'dns_get_record'] as $name) {
        try {
            $name('localhost');
        } catch (Error $e) {
            echo $e->getMessage(), "\n";
        }
    }
    var_dump(gethostbynamel('127.0.0.1'));
}));
?>
--EXPECT--
bool(false)
bool(false)
bool(true)
Call to undefined function gethostbyname()
Call to undefined function dns_get_record()
array(1) {
  [0]=>
  string(9) "127.0.0.1"
}
