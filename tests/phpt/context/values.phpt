--TEST--
C-130 C-131 C-132 C-134: finding, setting and removing values (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncException, Context, ContextException};

$context = new Context();
var_dump($context);
var_dump($context->set('name', 'value') === $context);
var_dump($context->find('name'), $context->get('name'), $context->has('name'));
var_dump($context->findLocal('name'), $context->getLocal('name'), $context->hasLocal('name'));
var_dump($context->find('none'), $context->findLocal('none'), $context->has('none'), $context->hasLocal('none'));
$context->set('null', null);
var_dump($context->has('null'), $context->get('null'));

$key = new ArrayObject();
foreach (['get', 'getLocal'] as $method) {
    foreach (['none', $key] as $missing) {
        try {
            $context->$method($missing);
        } catch (ContextException $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
}

// C-132
try {
    $context->set('name', 'other');
} catch (AsyncException $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
echo $context->get('name'), ' ', $context->set('name', 'other', true)->get('name'), ' ';
echo $context->set('new', 'n', replace: true)->get('new'), "\n";
var_dump($context->unset('name') === $context, $context->has('name'));
$context->unset('name')->unset($key);

// C-134: identity, not equality; kept alive; strings are only strings.
$other = new ArrayObject();
$context->set($key, 'by key');
var_dump($context->has($other), $context->get($key), $context->has((string) spl_object_id($key)));
$context->set('7', 'string seven')->set('07', 'string 07');
var_dump($context->get('7'), $context->get('07'));
$weak = WeakReference::create($key);
unset($key, $missing, $e);
var_dump($weak->get() !== null, $context->get($weak->get()));
$context->unset($weak->get());
var_dump($weak->get());

// The destructor of an old value finds the new one.
class Last { function __construct(private Context $c) {} function __destruct() { var_dump($this->c->find('last')); } }
$context->set('last', new Last($context));
$context->set('last', 'new', true);
$context->set('last', new Last($context), true);
$context->unset('last');
?>
--EXPECTF--
object(Async\Context)#%d (0) {
}
bool(true)
string(5) "value"
string(5) "value"
bool(true)
string(5) "value"
string(5) "value"
bool(true)
NULL
NULL
bool(false)
bool(false)
bool(true)
NULL
Async\ContextException: Context key "none" not found
Async\ContextException: Context key of type ArrayObject not found
Async\ContextException: Context key "none" not found
Async\ContextException: Context key of type ArrayObject not found
Async\AsyncException: Context key already exists and replace is false
value other n
bool(true)
bool(false)
bool(false)
string(6) "by key"
bool(false)
string(12) "string seven"
string(9) "string 07"
bool(true)
string(6) "by key"
NULL
string(3) "new"
NULL
