--TEST--
FU-6, FU-7: where a future was made and where it ended (any order)
--EXTENSIONS--
async
--FILE--
<?php
use Async\{Future, FutureState};

function show(Future|FutureState $x): void {
    [$made, $line] = $x->getCreatedFileAndLine();
    [$ended, $end] = $x->getCompletedFileAndLine();
    echo json_encode([$made ? basename($made) : $made, $line, $ended ? basename($ended) : $ended, $end]), ' ',
        basename($x->getCreatedLocation()), ' ', basename($x->getCompletedLocation()), "\n";
}
$state = new FutureState;       // 10
$future = new Future($state);
show($state);
show($future);
$state->complete(1);            // 14
show($state);
show($future);
$mapped = $future->map(         // 17
    fn($v) => $v
);
show($mapped);
$mapped->await();
show($mapped);
show(Future::completed()->ignore());                // 23
show(Future::failed(new Exception)->ignore());      // 24
$cancelled = new Future(new FutureState);           // 25
$cancelled->ignore();
$cancelled->cancel();                               // 27
show($cancelled);
?>
--EXPECT--
["places.php",10,null,0] places.php:10 unknown
["places.php",10,null,0] places.php:10 unknown
["places.php",10,"places.php",14] places.php:10 places.php:14
["places.php",10,"places.php",14] places.php:10 places.php:14
["places.php",17,null,0] places.php:17 unknown
["places.php",17,null,0] places.php:17 unknown
["places.php",23,"places.php",23] places.php:23 places.php:23
["places.php",24,"places.php",24] places.php:24 places.php:24
["places.php",25,"places.php",27] places.php:25 places.php:27
