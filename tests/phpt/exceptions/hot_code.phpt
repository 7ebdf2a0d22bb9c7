--TEST--
C-11: cancellations in code hot enough to be compiled by the JIT (any order)
--EXTENSIONS--
async
--FILE--
<?php
class Stop extends Async\AsyncCancellation
{
    public function __construct(string $message, public int $step = 0) { parent::__construct($message, $step); }
    public function sum(): int { return $this->code + $this->step + strlen($this->message) + $this->line * 0; }
    public function rename(string $message): static { $this->message = $message; $this->code += 1; return $this; }
}
function read(Throwable $e): int { return strlen($e->getMessage()) + $e->getCode(); }
function run(int $i): int
{
    try {
        if ($i % 3 === 0) throw new Stop('abc', $i);
        if ($i % 3 === 1) throw new RuntimeException('ab', $i);
        throw new TypeError('a', $i);
    } catch (Exception $e) {
        return read($e);
    } catch (Error $e) {
        return read($e);
    } catch (Stop $e) {
        return $e->rename('abcd')->sum() + read($e);
    } finally {
        $i += 1;
    }
}
for ($total = 0, $i = 0; $i < 3000; ++$i) $total += run($i);
// Counted by hand: Stop gives (i+1) + i + 4 + 4 + (i+1), the others their length plus i.
for ($expected = 0, $i = 0; $i < 3000; ++$i) $expected += [3 * $i + 10, 2 + $i, 1 + $i][$i % 3];
var_dump($total === $expected);
?>
--EXPECT--
bool(true)
