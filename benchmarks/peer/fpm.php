<?php
// A handler of benchmarks/handlers behind php-fpm: nginx passes its name and its options as BENCH_HANDLER and BENCH_OPTIONS.
parse_str($_SERVER['BENCH_OPTIONS'], $options);
$prepare = require __DIR__ . '/../handlers/' . basename($_SERVER['BENCH_HANDLER']) . '.php';
[$type, $body] = $prepare($options)()();
header("Content-Type: $type");
echo $body;
