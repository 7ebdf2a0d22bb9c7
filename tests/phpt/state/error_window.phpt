--TEST--
C-160, C-161, IO-32: the "warnings become exceptions" window and @ stay with the coroutine that opened them
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{await, spawn, suspend};

class Wrapper
{
    public $context;
    public function dir_opendir($path, $options) {
        echo "opening\n";
        if ($path === 'slow://spawns') spawn(function () { echo $spawned_inside_the_window; echo @$silenced; });
        suspend();
        suspend();
        return false;
    }
    public function stream_open($path, $mode, $options, &$opened) {
        suspend();
        trigger_error("warning inside @", E_USER_WARNING);
        return false;
    }
}
stream_wrapper_register('slow', 'Wrapper');
foreach (['slow://dir', 'slow://spawns'] as $path) {
    $a = spawn(function () use ($path) {
        try {
            new DirectoryIterator($path);
        } catch (UnexpectedValueException $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
        echo $normal_again;
    });
    $b = spawn(function () {
        suspend();
        echo $resumed_during_the_window;
        echo @$silenced;
        echo "B goes on\n";
    });
    await($a);
    await($b);
}
echo "-- @\n";
$a = spawn(function () {
    $answer = @file_get_contents('slow://file');
    var_dump($answer, error_reporting() === E_ALL);
    echo $loud_again;
});
$b = spawn(function () {
    echo $loud;
    var_dump(error_reporting() === E_ALL);
});
await($a);
await($b);
?>
--EXPECTF--
opening

Warning: Undefined variable $resumed_during_the_window in %s on line %d
B goes on
UnexpectedValueException: DirectoryIterator::__construct(slow://dir): Failed to open directory: "Wrapper::dir_opendir" call failed

Warning: Undefined variable $normal_again in %s on line %d
opening

Warning: Undefined variable $spawned_inside_the_window in %s on line %d

Warning: Undefined variable $resumed_during_the_window in %s on line %d
B goes on
UnexpectedValueException: DirectoryIterator::__construct(slow://spawns): Failed to open directory: "Wrapper::dir_opendir" call failed

Warning: Undefined variable $normal_again in %s on line %d
-- @

Warning: Undefined variable $loud in %s on line %d
bool(true)
bool(false)
bool(true)

Warning: Undefined variable $loud_again in %s on line %d
