--TEST--
IO-652, C-161: several coroutines open one URL of a wrapper at once; what the engine notes about an open under way stays with its coroutine (any order)
--INI--
allow_url_include=0
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await, await_all, delay, suspend};

class Slow
{
    public $context;
    private string $text = '';

    public function stream_open($path)
    {
        delay(2);
        $this->text = $path === 'slow://code' ? '<?php return "included";' : "text of $path";
        return true;
    }
    public function stream_read($count)
    {
        $text = $this->text;
        $this->text = '';
        return $text;
    }
    public function stream_eof() { return $this->text === ''; }
    public function stream_stat() { return []; }
    public function stream_set_option() { return false; }
    public function dir_opendir($path)
    {
        delay(2);
        return true;
    }
}
final class Recursive extends Slow
{
    public function stream_open($path)
    {
        suspend();
        return (bool) file_get_contents($path);
    }
}
stream_wrapper_register('slow', Slow::class);
stream_wrapper_register('recursive', Recursive::class);

$calls = [];
for ($i = 0; $i < 3; $i++) {
    $calls[] = spawn(fn() => file_get_contents('slow://same'));
    $calls[] = spawn(fn() => is_resource(opendir('slow://same')));
}
echo json_encode(await_all($calls)[0], JSON_UNESCAPED_SLASHES), "\n";

// It is there to stop this.
var_dump(@file_get_contents('recursive://x'), error_get_last()['message']);
$calls = [spawn(fn() => @file_get_contents('recursive://x')), spawn(fn() => file_get_contents('slow://same'))];
echo json_encode(await_all($calls)[0], JSON_UNESCAPED_SLASHES), "\n";

// What a local wrapper opens for an include may not open URLs; others may.
$include = spawn(fn() => include 'slow://code');
suspend();
var_dump(file_get_contents('data:,a%20URL'), await($include));
?>
--EXPECT--
["text of slow://same",true,"text of slow://same",true,"text of slow://same",true]
bool(false)
string(93) "file_get_contents(recursive://x): Failed to open stream: "Recursive::stream_open" call failed"
[false,"text of slow://same"]
string(5) "a URL"
string(8) "included"
