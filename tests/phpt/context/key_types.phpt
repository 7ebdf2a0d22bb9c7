--TEST--
C-133: keys are strings or objects, without coercion (any order)
--EXTENSIONS--
async
--FILE--
<?php
$context = new Async\Context();
foreach (['find', 'get', 'has', 'findLocal', 'getLocal', 'hasLocal', 'unset'] as $method) {
    foreach ([1, null, 1.5, true, []] as $key) {
        try {
            $context->$method($key);
        } catch (TypeError $e) {
            echo $e->getMessage(), "\n";
        }
    }
}
foreach ([1, null, 1.5, true, []] as $key) {
    try {
        $context->set($key, 1);
    } catch (TypeError $e) {
        echo $e->getMessage(), "\n";
    }
}
foreach ([fn() => $context->set('a'), fn() => $context->find(), fn() => $context->find('a', 'b')] as $call) {
    try {
        $call();
    } catch (ArgumentCountError $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECTREGEX--
(Async\\Context::(find|get|has|findLocal|getLocal|hasLocal|unset)\(\): Argument #1 \(\$key\) must be of type string\|object, int given
Async\\Context::\2\(\): Argument #1 \(\$key\) must be of type string\|object, null given
Async\\Context::\2\(\): Argument #1 \(\$key\) must be of type string\|object, float given
Async\\Context::\2\(\): Argument #1 \(\$key\) must be of type string\|object, (bool|true) given
Async\\Context::\2\(\): Argument #1 \(\$key\) must be of type string\|object, array given
){7}Async\\Context::set\(\): Argument #1 \(\$key\) must be of type string\|object, int given
Async\\Context::set\(\): Argument #1 \(\$key\) must be of type string\|object, null given
Async\\Context::set\(\): Argument #1 \(\$key\) must be of type string\|object, float given
Async\\Context::set\(\): Argument #1 \(\$key\) must be of type string\|object, (bool|true) given
Async\\Context::set\(\): Argument #1 \(\$key\) must be of type string\|object, array given
Async\\Context::set\(\) expects at least 2 arguments, 1 given
Async\\Context::find\(\) expects exactly 1 argument, 0 given
Async\\Context::find\(\) expects exactly 1 argument, 2 given
