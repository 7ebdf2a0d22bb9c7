--TEST--
IO-201: refused connections and failed lookups read as in stock PHP (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

$server = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($server, false);
unset($server);

$try = function () use ($address) {
    ob_start();
    foreach (["tcp://$address", 'tcp://no-such-host.invalid:80', 'tcp://127.0.0.1', 'unix:///no/such/socket'] as $url) {
        $messages = [];
        set_error_handler(function (int $level, string $message) use (&$messages) { $messages[] = $message; return true; });
        $stream = stream_socket_client($url, $errno, $errstr, 5);
        restore_error_handler();
        $all = [$stream, $errno, $errstr, $messages];
        echo str_replace($address, 'ADDRESS', json_encode($all, JSON_UNESCAPED_SLASHES)), "\n";
    }
    return ob_get_clean();
};
$stock = $try();
$ours = await(spawn($try));
var_dump($stock === $ours);
if ($stock !== $ours) {
    echo $stock, "---\n", $ours;
}
echo strtok($ours, "\n"), "\n";
?>
--EXPECT--
bool(true)
[false,111,"Connection refused",["stream_socket_client(): Unable to connect to tcp://ADDRESS (Connection refused)"]]
