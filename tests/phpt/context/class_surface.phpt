--TEST--
C-6 C-7: the class Context is closed (any order)
--EXTENSIONS--
async
--FILE--
<?php
$context = new Async\Context();
foreach ([
    fn() => $context->extra = 1,
    fn() => serialize($context),
    fn() => unserialize('O:13:"Async\Context":0:{}'),
    fn() => clone $context,
    fn() => new Async\Context(1),
] as $attempt) {
    try {
        $attempt();
        echo "no error\n";
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
var_dump((new ReflectionClass($context))->isFinal());
?>
--EXPECT--
Error: Cannot create dynamic property Async\Context::$extra
Exception: Serialization of 'Async\Context' is not allowed
Exception: Unserialization of 'Async\Context' is not allowed
Error: Trying to clone an uncloneable object of class Async\Context
no error
bool(true)
