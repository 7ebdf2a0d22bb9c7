--TEST--
C-11: a namespaced class called Cancellation gets no privilege (any order)
--EXTENSIONS--
async
--FILE--
<?php
namespace App;
class Cancellation implements \Throwable {}
?>
--EXPECTF--
Fatal error: Class App\Cancellation cannot implement interface Throwable, extend Exception or Error instead in %sthrowable_refused_namesake.php on line %d
