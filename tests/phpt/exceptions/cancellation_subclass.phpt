--TEST--
C-11: user subclasses of \Cancellation (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\AsyncCancellation;

class OwnConstructor extends AsyncCancellation
{
    public function __construct(public readonly string $why, private array $trace = ['mine'])
    {
        // No call of the parent's constructor; the inherited members are written directly.
        $this->message = "because $why";
        $this->code = 'TEXT';
        $this->line = 77;
        unset($this->file);
    }
    public function ownTrace(): array { return $this->trace; }
    public function file() { return $this->file; }
}

$e = new OwnConstructor('tired');
echo $e->why, ', ', $e->getMessage(), ', ', $e->getCode(), ', ', $e->getLine(), "\n";
var_dump($e->ownTrace(), count($e->getTrace()), $e->getPrevious());
foreach (['getFile', 'file'] as $method) {
    try {
        $e->$method();
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
try {
    $e->why = 'other';
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}

class Magic extends Cancellation
{
    public function __construct() { unset($this->message, $this->code); }
    public function __get($name) { return 'gotten'; }
    public function __isset($name) { echo "isset $name\n"; return true; }
    public function __set($name, $value) { echo "set $name\n"; }
    public function __unset($name) { echo "unset $name\n"; }
    public function __call($name, $arguments) { return $name; }
    public function __toString(): string { return 'own text'; }
    public function poke() { $this->message = 'x'; return $this; }
}
$e = new Magic();
echo $e->getMessage(), ', ', $e->trace, ', ', $e->anything(), ', ', $e, "\n";
var_dump(isset($e->previous), isset($e->message));
$e->previous = 1;
unset($e->string);
echo $e->poke()->getMessage(), "\n";

abstract class Base extends Cancellation
{
    abstract public function tag(): string;
    public static int $made = 0;
    public function __construct(string $message = 'based') { ++static::$made; parent::__construct($message, 9, new LogicException('l')); }
}
final class Leaf extends Base implements JsonSerializable
{
    public function tag(): string { return 'leaf'; }
    public function jsonSerialize(): mixed { return [$this->message, $this->getCode(), $this->getPrevious()->getMessage()]; }
}
try {
    throw new Leaf();
} catch (Base $e) {
    echo $e->tag(), json_encode($e), Base::$made, "\n";
}

interface Tagged extends Throwable { const TAG = 1; }
$e = new class('anonymous') extends AsyncCancellation implements Tagged, IteratorAggregate {
    public function getIterator(): Iterator { return new ArrayIterator(['file' => $this->file]); }
};
foreach ($e as $key => $value) echo $key, '=', basename($value), "\n";
var_dump($e instanceof Tagged, $e instanceof Cancellation, $e::TAG);
?>
--EXPECT--
tired, because tired, TEXT, 77
array(1) {
  [0]=>
  string(4) "mine"
}
int(0)
NULL
Error: Typed property Cancellation::$file must not be accessed before initialization
Error: Typed property Cancellation::$file must not be accessed before initialization
Cannot modify readonly property OwnConstructor::$why
gotten, gotten, anything, own text
isset previous
isset message
bool(true)
bool(true)
set previous
unset string
set message
gotten
leaf["based",9,"l"]1
file=cancellation_subclass.php
bool(true)
bool(true)
int(1)
