--TEST--
D-5: the private slots belong to \Cancellation, not to Error (any order)
--EXTENSIONS--
async
--INI--
zend.exception_ignore_args=1
--FILE--
<?php
function make() { return new Async\AsyncCancellation('stop', 5, new Error('cause')); }
$e = make();
var_dump($e);
foreach ((array) $e as $name => $_) {
    echo str_replace("\0", '~', $name), "\n";
}
?>
--EXPECTF--
object(Async\AsyncCancellation)#%d (7) {
  ["message":protected]=>
  string(4) "stop"
  ["string":"Cancellation":private]=>
  string(0) ""
  ["code":protected]=>
  int(5)
  ["file":protected]=>
  string(%d) "%scancellation_var_dump.php"
  ["line":protected]=>
  int(2)
  ["trace":"Cancellation":private]=>
  array(1) {
    [0]=>
    array(3) {
      ["file"]=>
      string(%d) "%scancellation_var_dump.php"
      ["line"]=>
      int(3)
      ["function"]=>
      string(4) "make"
    }
  }
  ["previous":"Cancellation":private]=>
  object(Error)#%d (7) {
    ["message":protected]=>
    string(5) "cause"
    ["string":"Error":private]=>
    string(0) ""
    ["code":protected]=>
    int(0)
    ["file":protected]=>
    string(%d) "%scancellation_var_dump.php"
    ["line":protected]=>
    int(2)
    ["trace":"Error":private]=>
    array(1) {
      [0]=>
      array(3) {
        ["file"]=>
        string(%d) "%scancellation_var_dump.php"
        ["line"]=>
        int(3)
        ["function"]=>
        string(4) "make"
      }
    }
    ["previous":"Error":private]=>
    NULL
  }
}
~*~message
~Cancellation~string
~*~code
~*~file
~*~line
~Cancellation~trace
~Cancellation~previous
