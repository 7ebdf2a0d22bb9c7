--TEST--
D-12: settings out of range are refused with the allowed range (any order)
--INI--
async.time_slice=-1
async.warn_blocking=7200000
--FILE--
<?php
var_dump(ini_get('async.time_slice'), ini_get('async.warn_blocking'));
Async\await(Async\spawn(fn () => print("runs\n")));
?>
--EXPECTF--
%AWarning: async.time_slice must be between 0 (off) and 3600000 ms, "-1" given in %s
%AWarning: async.warn_blocking must be between 0 (off) and 3600000 ms, "7200000" given in %s
string(1) "0"
string(1) "0"
runs
