--TEST--
C-197: a Scope alive until the end runs its handlers after the script's output
--EXTENSIONS--
async
--XFAIL--
handlers of a Scope alive at the end run during its destruction, not from the request shutdown (C-197)
--FILE--
<?php
use Async\Scope;

register_shutdown_function(fn() => print("shutdown function\n"));
$scope = new Scope();                    // nothing else uses async here
$scope->finally(function ($s) { echo 'finally '; var_dump($s); Async\delay(1); echo "and later\n"; });

class Other {
    public $scope;
    function __destruct() {
        // Its destructor ran before ours: there is nothing to wait for any more (C-197).
        $this->scope->finally(function ($s) { echo 'at once: ', get_class($s), "\n"; });
    }
}
$other = new Other();
$other->scope = Scope::inherit();
$held = $other->scope;
echo "end of script\n";
?>
--EXPECT--
end of script
shutdown function
finally NULL
and later
