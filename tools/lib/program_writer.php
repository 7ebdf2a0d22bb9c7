<?php
/**
 * Writes random PHP programs for tools/fuzz-php: the same seed, the same text. A program is the body of a function that gets a
 * Watch ($w), which counts what must come out even, and whatever it starts belongs to the scope $scope. All its waits end: by
 * themselves, or when the scope is cancelled; what a finally block or a swallowed cancellation waits for has a time limit.
 */

final class ProgramWriter
{
    private int $left = 60;   // statements still to be written
    private int $names = 0;
    private int $in_generator = 0;

    public function __construct(private readonly Random\Randomizer $random) {}

    public static function program(int $seed): string
    {
        $writer = new self(new Random\Randomizer(new Random\Engine\Xoshiro256StarStar($seed)));
        $code = "// seed $seed\nuse function Async\\{await_all, await_all_or_fail, await_any_of_or_fail, await_any_or_fail, await_first_success, delay, "
            . "iterate, protect, spawn, suspend, timeout};\n";
        foreach ([0, 0, 1, 2, 5] as $i => $capacity) {
            $code .= "\$channels[$i] = new Async\\Channel($capacity);\n";
        }
        $code .= "\$mutex = new Async\\Mutex();\n\$semaphore = new Async\\Semaphore(2);\n"
            . "\$pool = new Async\\Pool(fn () => new stdClass(), max: 2);\n\$all = [];\n";
        for ($i = $writer->pick(1, 6); $i > 0; $i--) {
            $code .= $writer->spawn(0, '$scope->spawn');
        }
        for ($i = $writer->pick(1, 12); $i > 0; $i--) {
            $code .= $writer->one(['suspend();', 'delay(0);', 'delay(1);', $writer->cancel(), "suspend(); suspend(); suspend();"]) . "\n";
        }
        return $code . $writer->one(['', '', 'foreach ($channels as $channel) $channel->close();', '$scope->dispose();', 'graceful($scope);']) . "\n";
    }

    private function pick(int $from, int $to): int
    {
        return $this->random->getInt($from, $to);
    }

    private function one(array $choices): mixed
    {
        return $choices[$this->pick(0, count($choices) - 1)];
    }

    private function name(string $prefix): string
    {
        return '$' . $prefix . ++$this->names;
    }

    private function indent(string $code, int $depth): string
    {
        return str_repeat('    ', $depth) . $code . "\n";
    }

    private function captured(): string
    {
        return 'use ($w, $channels, $mutex, $semaphore, $pool, $scope, &$all)';
    }

    /** Statements for a body; always something. */
    private function body(int $depth, int $most = 4): string
    {
        $code = '';
        for ($i = $this->pick(1, $most); $i > 0; $i--) {
            $code .= $this->statement($depth);
        }
        return $code;
    }

    private function closure(int $depth, string $return = ''): string
    {
        return 'function () ' . $this->captured() . " {\n" . $this->body($depth + 1) . $this->indent($return, $depth + 1)
            . str_repeat('    ', $depth) . '}';
    }

    private function spawn(int $depth, string $how): string
    {
        $value = $this->pick(1, 1 << 20);
        return $this->indent("\$all[] = \$w->expects($value, $how(" . $this->closure($depth, "return $value;") . '));', $depth);
    }

    private function cancel(): string
    {
        $which = $this->pick(0, 50);
        return "if (\$all) \$all[$which % count(\$all)]->cancel(" . $this->one(['', '', "new Async\\AsyncCancellation('enough')"]) . ');';
    }

    private function other(): string
    {
        return '$w->other($all, ' . $this->pick(0, 50) . ')';
    }

    private function token(): string
    {
        return 'timeout(' . $this->pick(1, 8) . ')';
    }

    private function channel(): string
    {
        return '$channels[' . $this->pick(0, 4) . ']';
    }

    /**
     * Short, always ends by itself, also while cancelled. In a generator it must not throw: where its destruction in the middle
     * of an exception does, PHP 8.2 itself skips the catch and finally blocks around.
     */
    private function last_words(): string
    {
        if ($this->in_generator > 0) {
            return $this->one(['', '$w->tick();']);
        }
        return $this->one(['', '', 'suspend();', 'delay(0);', $this->cancel(), '$channels[4]->isFull() || $w->offer($channels[4]);', 'gc_collect_cycles();',
            'spawn(fn () => $w->tick());']);
    }

    private function statement(int $depth): string
    {
        if (--$this->left < 0 || $depth > 7) {
            return $this->indent($this->one(['suspend();', 'delay(0);', '$w->tick();']), $depth);
        }
        return match ($this->pick(0, 27)) {
            0, 1 => $this->indent('suspend();', $depth),
            2 => $this->indent('delay(' . $this->pick(0, 2) . ');', $depth),
            3, 4 => $this->spawn($depth, 'spawn'),
            5, 6 => $this->indent('$w->awaits(' . $this->other() . ', ' . $this->token() . ');', $depth),
            7 => $this->indent($this->cancel(), $depth),
            8, 9 => $this->indent('$w->send(' . $this->channel() . ', ' . $this->one(['null', 'null', $this->token()]) . ');', $depth),
            10, 11 => $this->indent('$w->receive(' . $this->channel() . ', ' . $this->one(['null', 'null', $this->token()]) . ');', $depth),
            12, 13, 14 => $this->guarded($depth),
            15 => $this->caught($depth),
            16 => $this->locked($depth),
            17 => $this->future($depth),
            18 => $this->group($depth),
            19 => $this->sockets($depth),
            20 => $this->generator($depth),
            21 => $this->fiber($depth),
            22 => $this->indent('protect(' . $this->closure($depth) . ');', $depth),
            23 => $this->indent('if ($w->turn(' . $this->pick(2, 4) . ")) throw new Exception('on purpose');", $depth),
            24 => $this->several($depth),
            25 => $this->child_scope($depth),
            26 => $this->indent('$w->pooled($pool, ' . $this->closure($depth) . ');', $depth),
            27 => $this->indent($this->one(['iterate([1, 2, 3], ' . 'function ($n) ' . $this->captured() . " { suspend(); \$w->tick(); }, 2);",
                '$w->choose($channels[0], $channels[2], ' . $this->token() . ');', 'gc_collect_cycles();',
                'foreach ($channels[3] as $value) { $w->got($value); break; }', 'ob_start(); echo "x"; suspend(); ob_end_clean();']), $depth),
        };
    }

    private function guarded(int $depth): string
    {
        $name = $this->name('try');
        return $this->indent("$name = \$w->enter();", $depth) . $this->indent('try {', $depth) . $this->body($depth + 1)
            . $this->indent('} finally {', $depth) . $this->indent("\$w->leave($name); " . $this->last_words(), $depth + 1) . $this->indent('}', $depth);
    }

    private function caught(int $depth): string
    {
        return $this->indent('try {', $depth) . $this->body($depth + 1)
            . $this->indent('} catch (' . $this->one(['Throwable', 'Exception', 'Exception | Async\AsyncCancellation']) . ') {', $depth)
            . $this->indent($this->last_words(), $depth + 1) . $this->indent('}', $depth);
    }

    private function locked(int $depth): string
    {
        return $this->indent('$w->locked($' . $this->one(['mutex', 'semaphore']) . ', ' . $this->closure($depth) . ');', $depth);
    }

    private function future(int $depth): string
    {
        $state = $this->name('state');
        $future = $this->name('future');
        $end = $this->one(["{$state}->complete(7)", "{$state}->error(new Exception('failed'))"]);
        $chain = $this->one(['', '->map(fn ($n) => $n + 0)', '->catch(fn ($e) => 7)', '->finally(fn () => $w->tick())',
            '->map(function ($n) use ($w) { suspend(); return $n; })']);
        return $this->indent("$state = new Async\\FutureState(); $future = (new Async\\Future($state))$chain;", $depth)
            . $this->indent("spawn(function () use ($state) { suspend(); $end; });", $depth)
            . $this->indent("\$w->future($future, " . $this->token() . ');', $depth);
    }

    private function group(int $depth): string
    {
        $group = $this->name('group');
        $code = $this->indent("$group = new Async\\Task" . $this->one(['Group', 'Set']) . '(' . $this->one(['', '1', '2']) . ');', $depth)
            . $this->indent('try {', $depth);
        for ($i = $this->pick(1, 3); $i > 0; $i--) {
            $code .= $this->indent("{$group}->spawn(" . $this->closure($depth + 1, 'return 1;') . ');', $depth + 1);
        }
        return $code . $this->indent("\$w->grouped($group, " . $this->token() . ');', $depth + 1) . $this->indent('} finally {', $depth)
            . $this->indent($this->one(["{$group}->cancel();", "{$group}->dispose();", "{$group}->cancel(); {$group}->close();"]), $depth + 1) . $this->indent('}', $depth);
    }

    private function sockets(int $depth): string
    {
        $pair = $this->name('pair');
        $size = $this->one([1, 100, 300000]);
        return $this->indent("$pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0); stream_set_timeout({$pair}[0], 0, 5000);", $depth)
            . $this->indent("spawn(function () use ($pair) { try { fwrite({$pair}[1], str_repeat('x', $size)); } finally { fclose({$pair}[1]); } });", $depth)
            . $this->indent("\$w->reads({$pair}[0], $size);", $depth);
    }

    private function generator(int $depth): string
    {
        $generator = $this->name('generator');
        $this->in_generator++;
        $inside = 'function () ' . $this->captured() . " {\n" . $this->indent('$try = $w->enter();', $depth + 1) . $this->indent('try {', $depth + 1)
            . $this->body($depth + 2, 2) . $this->indent('yield 1;', $depth + 2) . $this->body($depth + 2, 2) . $this->indent('yield 2;', $depth + 2)
            . $this->indent('} finally {', $depth + 1) . $this->indent('$w->leave($try);', $depth + 2) . $this->indent('}', $depth + 1)
            . str_repeat('    ', $depth) . '}';
        $this->in_generator--;
        return $this->indent("$generator = ($inside)();", $depth)
            . $this->indent("foreach ($generator as \$n) { suspend(); " . $this->one(['', 'if ($n === 1) break;']) . ' }', $depth)
            . $this->indent("unset($generator);", $depth);
    }

    private function fiber(int $depth): string
    {
        $fiber = $this->name('fiber');
        $inside = 'function () ' . $this->captured() . " {\n" . $this->indent('$try = $w->enter();', $depth + 1) . $this->indent('try {', $depth + 1)
            . $this->body($depth + 2, 2) . $this->indent('Fiber::suspend(1);', $depth + 2) . $this->body($depth + 2, 2)
            . $this->indent('} finally {', $depth + 1) . $this->indent('$w->leave($try);', $depth + 2) . $this->indent('}', $depth + 1)
            . str_repeat('    ', $depth) . '}';
        return $this->indent("$fiber = new Fiber($inside);", $depth)
            . $this->indent("{$fiber}->start();", $depth)
            . $this->indent($this->one(["if ({$fiber}->isSuspended()) {$fiber}->resume();", "if ({$fiber}->isSuspended()) {$fiber}->throw(new Exception('thrown in'));", "unset($fiber);"]), $depth);
    }

    private function several(int $depth): string
    {
        $function = $this->one(['await_all', 'await_all_or_fail', 'await_any_or_fail', 'await_first_success', 'await_any_of_or_fail']);
        $count = $function === 'await_any_of_or_fail' ? '1, ' : '';
        return $this->indent("\$w->several(fn (\$list, \$token) => $function($count\$list, \$token), [" . $this->other() . ', ' . $this->other() . ', spawn(' . $this->closure($depth, 'return 1;')
            . ')], ' . $this->token() . ');', $depth);
    }

    private function child_scope(int $depth): string
    {
        $child = $this->name('scope');
        $code = $this->indent("$child = Async\\Scope::inherit(" . $this->one(['', '$scope']) . ')' . $this->one(['', '->asNotSafely()']) . ';', $depth);
        $code .= $this->indent("{$child}->setExceptionHandler(fn () => \$w->tick());", $depth);
        for ($i = $this->pick(1, 2); $i > 0; $i--) {
            $code .= $this->indent("{$child}->isClosed() || {$child}->spawn(" . $this->closure($depth) . ');', $depth);
        }
        return $code . $this->indent($this->one(["{$child}->cancel();", "{$child}->disposeSafely();", "{$child}->dispose();", "{$child}->disposeAfterTimeout(1);",
            "\$w->completion($child, " . $this->token() . ');', "unset($child);"]), $depth);
    }
}
