--TEST--
TR-1, TR-2, TR-3, TR-6: arrays, objects without their constructors, identity inside one message, enum cases (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\ThreadChannel;

enum Suit { case Hearts; case Spades; }
class Base {
    private $hidden = 1;
    function hidden() { return $this->hidden; }
    function setHidden($value) { $this->hidden = $value; }
}
class Point extends Base {
    public readonly int $x;
    protected array $list = [];
    public int $unset;
    public ?Point $self = null;
    public $other;
    function __construct() { echo "constructed\n"; $this->x = 5; $this->list = ['a' => [1, 2]]; }
    function __clone() { echo "cloned\n"; }
    function __serialize(): array { echo "serialized\n"; return []; }
    function __wakeup() { echo "woken\n"; }
    function list() { return $this->list; }
}
function cross(mixed $value): mixed {
    $channel = new ThreadChannel(1);
    $channel->send($value);
    return $channel->recv();
}

foreach ([null, true, 5, 1.5, 'text', [], [1, 2], [0 => 'a', 2 => 'b'], ['k' => ['n' => [null]], 7 => 'x'], [-5 => 'a', 3 => 'b']] as $value) {
    if (cross($value) !== $value) var_dump($value);
}
$gap = cross([0 => 'a', 2 => 'b']);
$gap[] = 'c';
echo json_encode($gap), "\n";

$point = new Point;
$point->setHidden('mine');
$point->self = $point;
$point->other = [$point, Suit::Spades, new stdClass];
$copy = cross(['first' => $point, 'again' => $point]);
var_dump($copy['first'] === $copy['again'], $copy['first'] === $point);
$copy = $copy['first'];
var_dump($copy->x, $copy->list(), $copy->hidden(), $copy->self === $copy, $copy->other[0] === $copy, $copy->other[1] === Suit::Spades);
var_dump(isset($copy->unset));
try {
    $copy->x = 6;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
try {
    $copy->unset = 'text';
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
try {
    echo $copy->unset;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
$copy->setHidden('yours');
echo $point->hidden(), "\n";
var_dump(cross(Suit::Hearts) === Suit::Hearts);
?>
--EXPECT--
{"0":"a","2":"b","3":"c"}
constructed
bool(true)
bool(false)
int(5)
array(1) {
  ["a"]=>
  array(2) {
    [0]=>
    int(1)
    [1]=>
    int(2)
  }
}
string(4) "mine"
bool(true)
bool(true)
bool(true)
bool(false)
Cannot modify readonly property Point::$x
Cannot assign string to property Point::$unset of type int
Typed property Point::$unset must not be accessed before initialization
mine
bool(true)
