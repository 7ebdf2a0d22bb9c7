--TEST--
C-188 C-193 C-195 C-197 C-72: random cancellations over trees of scopes: every finally runs once, nothing stays alive (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{AsyncCancellation, Channel, Scope};
use function Async\{await_all, current_coroutine, delay, get_coroutines, spawn, suspend, timeout};

class Storm {
    public int $begun = 0, $ended = 0, $finallies = 0, $expected = 0, $scopes = 0, $scopeFinallies = 0, $errors = 0, $handled = 0;
    private array $tree = [];

    function scope(): void {
        $parent = $this->tree && mt_rand(0, 3) ? $this->tree[array_rand($this->tree)] : null;
        try {
            $scope = $parent ? Scope::inherit($parent) : new Scope();
            if (mt_rand(0, 1)) mt_rand(0, 1) ? $scope->asNotSafely() : $scope->allowZombies();
            $scope->finally(function () { $this->scopeFinallies++; if (!mt_rand(0, 3)) suspend(); });
            $scope->setExceptionHandler(function ($scope, $coroutine, $error) {
                $this->handled++;
                try {                                // whoever cancels a handler gets its error unhandled
                    if (!mt_rand(0, 2)) suspend();
                } catch (AsyncCancellation) {
                }
            });
            $this->scopes++;
            $this->tree[] = $scope;
        } catch (Async\AsyncException) {
        }
    }
    function work(): void {
        if (!$this->tree) return;
        $scope = $this->tree[array_rand($this->tree)];
        try {
            $c = $scope->spawn($this->body(...), mt_rand(0, 6));
        } catch (Async\AsyncException) {
            return;
        }
        $this->expected++;
        $c->finally(function () { $this->finallies++; if (!mt_rand(0, 3)) suspend(); });
    }
    function body(int $kind): void {
        $this->begun++;
        try {
            switch ($kind) {
                case 0: delay(mt_rand(0, 2)); break;
                case 1: for ($i = mt_rand(0, 5); $i > 0; $i--) suspend(); break;
                case 2: (new Channel(0))->recv(timeout(1)); break;
                case 3: await_all([spawn(suspend(...)), spawn(fn() => delay(1))], timeout(2)); break;
                case 4: throw new Exception('storm');
                case 5: Async\protect(function () { suspend(); suspend(); }); break;
                case 6: $inner = Scope::inherit(); $inner->spawn(fn() => delay(1)); suspend(); $inner->dispose(); break;
            }
        } catch (AsyncCancellation) {
            if (mt_rand(0, 1)) suspend();
        } catch (Exception $e) {                     // of the storm, or a channel that closed with its scope
            $this->errors++;
            throw $e;
        } finally {
            $this->ended++;
        }
    }
    function cancel(): void {
        if (!$this->tree) return;
        $scope = $this->tree[$key = array_rand($this->tree)];
        switch (mt_rand(0, 6)) {
            case 0: $scope->cancel(); break;
            case 1: $scope->dispose(); break;
            case 2: $scope->disposeSafely(); break;
            case 3: $scope->disposeAfterTimeout(mt_rand(0, 2)); break;
            case 4: unset($this->tree[$key], $scope); break;
            case 5: $all = get_coroutines(); $c = $all[array_rand($all)]; if ($c !== current_coroutine()) $c->cancel(); break;
            case 6: spawn(function () use ($scope) {
                try { $scope->cancel(); $scope->awaitAfterCancellation(fn() => null, timeout(2)); } catch (AsyncCancellation | Async\AsyncException) {}
            }); break;
        }
    }
    function run(int $steps): void {
        while ($steps-- > 0) {
            match (mt_rand(0, 6)) { 0 => $this->scope(), 1, 2, 3 => $this->work(), 4 => $this->cancel(), 5, 6 => suspend() };
        }
        foreach ($this->tree as $scope) $scope->dispose();
        $this->tree = [];
        unset($scope);
        while (count(get_coroutines()) > 1) delay(1);
    }
}
for ($seed = 1; $seed <= 30; $seed++) {
    mt_srand($seed);
    $storm = new Storm;
    $storm->run(400);
    $problems = [];
    if ($storm->begun !== $storm->ended) $problems[] = "begun $storm->begun, ended $storm->ended";
    if ($storm->expected !== $storm->finallies) $problems[] = "$storm->expected coroutines, $storm->finallies finally";
    if ($storm->scopes !== $storm->scopeFinallies) $problems[] = "$storm->scopes scopes, $storm->scopeFinallies finally";
    if ($storm->errors !== $storm->handled) $problems[] = "$storm->errors errors, $storm->handled handled";
    if ($problems) echo "seed $seed: ", implode('; ', $problems), "\n";
}
echo "done\n";
?>
--EXPECT--
done
