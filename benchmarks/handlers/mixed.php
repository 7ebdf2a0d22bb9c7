<?php
// Some calls of a backend, then some computing, per request.   url=URL calls=N turns=N way=file|curl|stream
require_once __DIR__ . '/../lib/calls.php';
require_once __DIR__ . '/../lib/work.php';

return fn (array $o): Closure => function () use ($o): Closure {
    $call = Bench\caller($o['way'], $o['url']);
    return function () use ($o, $call): array {
        $answers = '';
        for ($i = 0; $i < (int) $o['calls']; $i++) {
            $answers .= $call();
        }
        return ['text/plain', md5($answers) . Bench\compute((int) $o['turns'])];
    };
};
