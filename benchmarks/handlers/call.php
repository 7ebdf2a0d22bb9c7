<?php
// One call of a backend per request.   url=URL way=file|curl|stream
require_once __DIR__ . '/../lib/calls.php';

return fn (array $options): Closure => function () use ($options): Closure {
    $call = Bench\caller($options['way'], $options['url']);
    return fn (): array => ['text/plain', $call()];
};
