--TEST--
IO-653, IO-1: five ftp:// downloads; the server greets nobody before all are connected, and sends nothing before all have asked (any order)
--EXTENSIONS--
async
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
use function Async\{spawn, suspend};

/** One control connection, up to the command that asks for the file. */
function ftp_session($control): array
{
    $answers = ['USER' => '331 password', 'PASS' => '230 in', 'TYPE' => '200 type', 'SIZE' => '213 3', 'EPSV' => null];
    while (($line = fgets($control)) !== false) {
        [$command, $argument] = explode(' ', trim($line)) + [1 => ''];
        if ($command === 'RETR') {
            return [$argument, stream_socket_accept($data, -1)];
        }
        if ($command === 'EPSV') {
            $data = stream_socket_server('tcp://127.0.0.1:0');
            $port = (int) substr(strrchr(stream_socket_get_name($data, false), ':'), 1);
            $answers['EPSV'] = "229 Entering Extended Passive Mode (|||$port|)";
        }
        fwrite($control, ($answers[$command] ?? '500 what') . "\r\n");
    }
}

$listener = stream_socket_server('tcp://127.0.0.1:0');
$address = stream_socket_get_name($listener, false);
$controls = $asked = [];
overlap('file_get_contents', fn($i) => file_get_contents("ftp://$address/$i.txt"), function () use (&$asked) {
    foreach ($asked as [$control, $path, $data]) {
        fwrite($control, "150 here it comes\r\n");
        fwrite($data, "$path\n");
        fclose($data);
        fwrite($control, "226 done\r\n");
    }
}, function () use ($listener, &$controls, &$asked) {
    while (count($controls) < CALLERS) {
        $controls[] = stream_socket_accept($listener, -1);
    }
    foreach ($controls as $control) {
        fwrite($control, "220 hello\r\n");
        spawn(function () use ($control, &$asked) {
            $asked[] = [$control, ...ftp_session($control)];
        });
    }
    while (count($asked) < CALLERS) {
        suspend();
    }
});
?>
--EXPECT--
file_get_contents: 5 arrived, 0 done, turns, ["\/0.txt\n","\/1.txt\n","\/2.txt\n","\/3.txt\n","\/4.txt\n"]
