--TEST--
C-197: a Scope alive until the end runs its handlers after the script's output (any order)
--EXTENSIONS--
async
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
$held = Scope::inherit();
$other = new Other();
$other->scope = $held;
$also = $other;                          // so the objects are destroyed in the order of their creation
echo "end of script\n";
?>
--EXPECT--
end of script
shutdown function
at once: Async\Scope
finally NULL
and later
