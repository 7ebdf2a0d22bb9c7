--TEST--
C-170: ReflectionFiber shows where a Fiber stands that runs but is not the active one: it has started another, or waits in the scheduler
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{delay, spawn, suspend};

function stands(Fiber $fiber): string
{
    $reflection = new ReflectionFiber($fiber);
    $frames = array_map(fn ($frame) => preg_replace('/^\{closure.*/', '{closure}', $frame['function']), $reflection->getTrace());
    return implode(' < ', $frames) . ', line ' . $reflection->getExecutingLine();
}

function pause()
{
    Fiber::suspend();
}

function starts_another()
{
    (new Fiber(function () {
        global $outer;
        echo stands($outer), "\n";
    }))->start();
}

$outer = new Fiber(function () {
    pause();
    max(...range(1, 12));  // over the frame it was suspended in
    starts_another();
});
$outer->start();
$outer->resume();

$waiting = new Fiber(function () {
    pause();
    max(...range(1, 12));
    $GLOBALS['waits'] = true;
    while ($GLOBALS['waits']) {
        delay(1);
    }
});
$waiting->start();
spawn(function () use ($waiting) {
    while (!$GLOBALS['waits']) {
        suspend();
    }
    suspend();
    echo stands($waiting), "\n";
    $GLOBALS['waits'] = false;
});
$waits = false;
$waiting->resume();
?>
--EXPECT--
start < starts_another < {closure}, line 21
Async\delay < {closure}, line 37
