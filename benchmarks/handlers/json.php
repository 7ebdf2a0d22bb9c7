<?php
// A small JSON document, and nothing to wait for.
return fn (array $options): Closure => fn (): Closure => fn (): array => ['application/json', json_encode(['message' => 'Hello, World!'])];
