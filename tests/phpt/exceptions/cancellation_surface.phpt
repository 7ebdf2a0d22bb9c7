--TEST--
C-10, D-5: whatever one can do to an Exception gives the same answer for a Cancellation (any order)
--EXTENSIONS--
async
--INI--
zend.exception_string_param_max_len=60
--FILE--
<?php
class UserException extends Exception
{
    public $own = 1;
    protected $message = 'default';
    public function __construct(...$arguments) { $arguments and parent::__construct(...$arguments); }
}
class UserCancellation extends Cancellation
{
    public $own = 1;
    protected $message = 'default';
    public function __construct(...$arguments) { $arguments and parent::__construct(...$arguments); }
}
#[AllowDynamicProperties]
class LooseException extends Exception {}
#[AllowDynamicProperties]
class LooseCancellation extends Cancellation {}

function chain(Throwable $e): string
{
    return $e->getMessage() . ($e->getPrevious() ? ' < ' . chain($e->getPrevious()) : '');
}

$scenarios = [
    'json_encode' => fn($class) => json_encode(new $class('m', 3)),
    'var_export' => fn($class) => var_export(new $class('m', 3, new $class('p')), true),
    'print_r' => fn($class) => print_r(new $class('m', 3, new $class('p')), true),
    'var_dump' => fn($class) => var_dump(new $class('m', 3, new $class('p'))),
    'array cast' => fn($class) => json_encode(array_keys((array) new $class('m'))),
    'mangled' => fn($class) => json_encode(array_keys(get_mangled_object_vars(new $class('m')))),
    'get_object_vars' => fn($class) => json_encode(get_object_vars(new $class('m'))),
    'foreach' => function ($class) { foreach (new $class('m') as $key => $value) echo "$key => $value;"; },
    'iterator by reference' => function ($class) { foreach (new $class('m') as $key => &$value) echo "$key;"; },
    'clone' => fn($class) => clone new $class(),
    '__clone' => fn($class) => (new $class())->__clone(),
    'read protected' => fn($class) => (new $class())->message,
    'read private' => fn($class) => (new $class())->trace,
    'write protected' => function ($class) { $e = new $class(); $e->line = 5; return $e->getLine(); },
    'write private' => function ($class) { $e = new $class(); $e->previous = null; return chain($e); },
    'unset protected' => function ($class) { $e = new $class(); unset($e->message); return chain($e); },
    'unset private' => function ($class) { $e = new $class(); unset($e->previous); return chain($e); },
    'reference to protected' => function ($class) { $e = new $class(); $r = &$e->file; },
    'isset' => function ($class) { $e = new $class('m'); var_dump(isset($e->message), isset($e->trace), empty($e->line)); },
    'dynamic' => function ($class) { $e = new $class(); $e->extra = 1; return $e->extra; },
    'wrong message' => fn($class) => new $class([]),
    'wrong previous' => fn($class) => new $class('', 0, new stdClass()),
    'named arguments' => fn($class) => chain(new $class(previous: new Error('p'), message: 'm')),
    'too many arguments' => fn($class) => new $class('a', 1, null, 5),
    'argument to getter' => fn($class) => (new $class('a'))->getMessage(1),
    'serialize' => function ($class) {
        $e = unserialize(serialize(new $class('m', 3, new $class('p'))));
        return get_class($e) . chain($e) . $e->getCode() . $e->getLine() . count($e->getTrace());
    },
    'unserialize untyped' => function ($class) {
        $e = unserialize(sprintf("O:%d:\"%s\":1:{s:10:\"\0*\0message\";i:5;}", strlen($class), $class));
        return var_export($e->getMessage(), true);
    },
    'unserialize ill-typed' => function ($class) {
        return unserialize(sprintf("O:%d:\"%s\":1:{s:7:\"\0*\0line\";s:1:\"x\";}", strlen($class), $class));
    },
    'without constructor' => function ($class) {
        $e = (new ReflectionClass($class))->newInstanceWithoutConstructor();
        return chain($e) . $e->getLine() . basename($e->getFile()) . count($e->getTrace());
    },
    'constructor twice' => function ($class) {
        $e = new $class('a', 1);
        $e->__construct('b', 0, new Error('p'));
        return chain($e) . $e->getCode();
    },
    '__wakeup' => function ($class) { $e = new $class('m'); $e->__wakeup(); return chain($e); },
    'properties' => function ($class) {
        foreach ((new ReflectionClass($class))->getProperties() as $property) echo $property;
    },
    'methods' => function ($class) {
        foreach ((new ReflectionClass($class))->getMethods() as $method) {
            echo preg_replace(['/<[^>]*>/', '/@@.*/'], '', $method);
        }
    },
    'class' => function ($class) {
        $r = new ReflectionClass($class);
        var_dump($r->getInterfaceNames(), $r->isCloneable(), $r->isInstantiable(), $r->isIterable(), $r->isFinal());
    },
    'reflected write' => function ($class) {
        $e = new $class('m');
        (new ReflectionProperty($class, 'file'))->setValue($e, 'f.php');
        (new ReflectionProperty($class, 'message'))->setValue($e, null);
        return $e->getFile() . var_export($e->getMessage(), true);
    },
    'reflected private' => function ($class) {
        $e = new $class('m');
        (new ReflectionProperty($class, 'previous'))->setValue($e, new Error('p'));
        return chain($e);
    },
    'comparison' => function ($class) {
        $a = new $class('a');
        var_dump($a == $a, $a == new $class('b'), $a <=> new $class('a'));
    },
    'string' => fn($class) => (string) new $class('a', 0, new $class('b', 0, new Error('c', 0, new $class()))),
    'string is kept' => function ($class) {
        $e = new $class('a');
        $first = (string) $e;
        return var_export(str_contains(print_r($e, true), $first), true);
    },
    'trace' => fn($class) => (fn(...$args) => (new $class())->getTraceAsString())(1, 'two', [3], new ArrayObject()),
    'trace without arguments' => function ($class) {
        ini_set('zend.exception_ignore_args', '1');
        $trace = (fn($argument) => new $class())(1)->getTrace();
        ini_set('zend.exception_ignore_args', '0');
        return json_encode(array_map('array_keys', $trace));
    },
    'json of property' => fn($class) => json_encode(['e' => new $class('m')]),
    'weak map' => function ($class) { $map = new WeakMap(); $e = new $class(); $map[$e] = 1; unset($e); return count($map); },
    'count' => fn($class) => count(new $class()),
    'offset' => fn($class) => (new $class())['x'],
    'increment' => function ($class) { $e = new $class(); $e++; },
    'missing method' => fn($class) => (new $class())->nothing(),
];

set_error_handler(function ($level, $message) { echo "[$message]"; return true; });
$pairs = [
    ['Exception', 'Cancellation'],
    ['Async\TimeoutException', 'Async\AsyncCancellation'],
    ['UserException', 'UserCancellation'],
    ['LooseException', 'LooseCancellation'],
];
$compared = 0;
foreach ($scenarios as $name => $scenario) {
    foreach ($pairs as $pair) {
        $seen = [];
        foreach ($pair as $class) {
            ob_start();
            try {
                echo $scenario($class);
            } catch (Throwable $e) {
                echo get_class($e), ': ', $e->getMessage();
            }
            $names = [$class, addslashes($class), 'Exception', 'Cancellation'];
            $seen[] = preg_replace(['/#\d+/', '/string\(\d+\)/'], '#', str_replace($names, '@', ob_get_clean()));
        }
        if ($seen[0] !== $seen[1]) echo "$name, $pair[1]:\n$seen[1]\ninstead of\n$seen[0]\n";
        if ($seen[0] !== '') ++$compared;
    }
}
echo $compared > 150 ? 'all compared' : $compared, "\n";
?>
--EXPECT--
all compared
