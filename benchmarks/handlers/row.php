<?php
// One random row as JSON per request.   dsn=DSN [pool=N] [persistent=1] [ms=MILLISECONDS]
//   pool        one PDO for all coroutines with at most so many connections; without it every caller has a connection of its own
//   persistent  a connection that outlives the request, for php-fpm; one round trip per query, since nothing prepared outlives it
//   ms          the database takes that long (0)
return function (array $o): Closure {
    $connect = fn (array $more = []): PDO => new PDO($o['dsn'], 'demo', null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC] + $more);
    $pool = (int) ($o['pool'] ?? 0);
    $shared = $pool ? $connect([PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MIN => $pool, PDO::ATTR_POOL_MAX => $pool,
        PDO::ATTR_POOL_STMT_CACHE_SIZE => 8]) : null;
    $wait = ($o['ms'] ?? 0) > 0 ? ', pg_sleep(' . $o['ms'] / 1000 . ')' : '';
    $query = "SELECT id, name, text$wait FROM fortunes WHERE id = ?";
    $json = fn (array|false $row): array => ['application/json', json_encode($row ?: throw new RuntimeException('no such row'))];
    if ($shared) {
        return fn (): Closure => function () use ($shared, $query, $json): array {
            $statement = $shared->prepare($query);
            $statement->execute([random_int(1, 10000)]);
            return $json($statement->fetch());
        };
    }
    $more = ($o['persistent'] ?? 0) ? [PDO::ATTR_PERSISTENT => true, PDO::ATTR_EMULATE_PREPARES => true] : [];
    // A sync worker prepares once: nothing it could do would be faster.
    return function () use ($connect, $more, $query, $json): Closure {
        $statement = $connect($more)->prepare($query);
        return function () use ($statement, $json): array {
            $statement->execute([random_int(1, 10000)]);
            return $json($statement->fetch());
        };
    };
};
