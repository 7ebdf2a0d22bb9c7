--TEST--
C-130 C-135: values are found up the chain of scopes, written only locally (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\Scope;
use function Async\{await, current_context, root_context};

root_context()->set('level', 'root')->set('root', 1);
$parent = Scope::inherit();
$middle = Scope::inherit($parent);               // never gets a context of its own
$child = Scope::inherit($middle);
await($parent->spawn(fn() => current_context()->set('level', 'parent')->set('parent', 2)));

$context = await($child->spawn(function () {
    $c = current_context();
    var_dump($c->find('level'), $c->get('parent'), $c->get('root'), $c->has('root'));
    var_dump($c->findLocal('level'), $c->hasLocal('level'));
    $c->set('level', 'child');                   // C-132: an inherited key is not held here
    var_dump($c->get('level'), $c->getLocal('level'));
    $c->unset('parent');                         // not ours to remove
    var_dump($c->get('parent'), $c->unset('level')->get('level'));
    $key = new stdClass;
    root_context()->set($key, 'object');
    var_dump($c->get($key), $c->findLocal($key));
    return $c->set('kept', 'k');
}));
var_dump(await($parent->spawn(fn() => current_context()->get('level'))), root_context()->get('level'));

// new Scope() is a root: the search stops there.
$other = new Scope();
$lonely = await($other->spawn(fn() => current_context()));
var_dump($lonely->find('level'));
$below = Scope::inherit($scope = new Scope());
await($scope->spawn(fn() => current_context()->set('mine', 'm')));
var_dump(await($below->spawn(fn() => [current_context()->find('mine'), current_context()->find('level')])));

// C-135: the scope is gone, what the context holds itself is not.
unset($child, $middle, $parent);
var_dump($context->get('kept'), $context->find('level'));
?>
--EXPECT--
string(6) "parent"
int(2)
int(1)
bool(true)
NULL
bool(false)
string(5) "child"
string(5) "child"
int(2)
string(6) "parent"
string(6) "object"
NULL
string(6) "parent"
string(4) "root"
NULL
array(2) {
  [0]=>
  string(1) "m"
  [1]=>
  NULL
}
string(1) "k"
NULL
