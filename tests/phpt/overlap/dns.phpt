--TEST--
IO-700, IO-701, IO-702, IO-704, IO-705, IO-200, IO-850, IO-1: five lookups of each kind; the name server answers when all five names have been asked for (any order)
--EXTENSIONS--
async
sockets
--SKIPIF--
<?php
// A resolver of its own takes a mount namespace and port 53.
exec('test "$(id -u)" = 0 && test -e /etc/resolv.conf && unshare -m sh -c "mount --bind /etc/resolv.conf /etc/resolv.conf" 2>&1', $output, $status);
if ($status) die('skip needs root and mount namespaces');
if (!preg_grep('/^hosts:.*\bdns\b/', @file('/etc/nsswitch.conf') ?: ['hosts: dns'])) die('skip the system does not ask name servers');
?>
--ENV--
UV_THREADPOOL_SIZE=8
--FILE--
<?php
require __DIR__ . '/../_inc/overlap.inc';
require __DIR__ . '/../_inc/php_child.inc';
use function Async\{spawn, suspend};

// Its address is free: nobody else has one in this net.
$host = '127.53.' . (getmypid() >> 8 & 255) . '.' . (getmypid() & 255);
if (!isset($argv[1])) {
    $config = tempnam(sys_get_temp_dir(), 'async-resolv');
    file_put_contents($config, "nameserver $host\noptions timeout:50 attempts:1\n");
    $mount = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
    $child = proc_open(['unshare', '-m', 'sh', '-c', $mount, $config, ...php_child(__FILE__, $host)], [], $pipes);
    proc_close($child);
    unlink($config);
    exit;
}

/** Holds each question back until told to answer; those for other types have no answer. */
final class NameServer
{
    public array $names = [];
    private array $held = [];
    private bool $answers = false;

    public function __construct(private $socket) {}

    public function run(): void
    {
        for (;;) {
            $packet = stream_socket_recvfrom($this->socket, 512, 0, $from);
            for ($at = 12, $labels = []; $length = ord($packet[$at]); $at += $length + 1) {
                $labels[] = substr($packet, $at + 1, $length);
            }
            $type = unpack('n', $packet, $at + 1)[1];
            $question = substr($packet, 12, $at + 5 - 12);
            $data = match ($type) {
                1 => inet_pton('127.0.0.1'),
                12 => "\4host\4test\0",
                15 => pack('n', 10) . "\4mail\4test\0",
                default => null,
            };
            $answer = substr($packet, 0, 2) . pack('nnnnn', 0x8180, 1, $data === null ? 0 : 1, 0, 0) . $question;
            if ($data !== null) {
                $answer .= pack('nnnNn', 0xc00c, $type, 1, 60, strlen($data)) . $data;
                $this->names[implode('.', $labels)] = true;
                $this->held[] = [$answer, $from];
            } else {
                stream_socket_sendto($this->socket, $answer, 0, $from);
            }
            $this->answer();
        }
    }

    public function hold(): void
    {
        $this->answers = false;
        $this->names = [];
    }

    public function answer(bool $now = false): void
    {
        $this->answers = $this->answers || $now;
        while ($this->answers && [$answer, $from] = array_pop($this->held)) {
            stream_socket_sendto($this->socket, $answer, 0, $from);
        }
    }
}

$server = new NameServer(stream_socket_server("udp://$argv[1]:53", $code, $text, STREAM_SERVER_BIND));
$serving = spawn($server->run(...));
$listener = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) substr(strrchr(stream_socket_get_name($listener, false), ':'), 1);
$calls = [
    'gethostbyname' => fn($i) => gethostbyname("a$i.test"),
    'gethostbynamel' => fn($i) => gethostbynamel("b$i.test"),
    'gethostbyaddr' => fn($i) => gethostbyaddr("192.0.2.$i"),
    'dns_get_record' => fn($i) => dns_get_record("c$i.test", DNS_A)[0]['ip'],
    'checkdnsrr' => fn($i) => checkdnsrr("d$i.test", 'A'),
    'dns_get_mx' => fn($i) => dns_get_mx("e$i.test", $hosts) . $hosts[0],
    'stream_socket_client' => fn($i) => is_resource(stream_socket_client("tcp://f$i.test:$port")),
    'fsockopen' => fn($i) => is_resource(fsockopen("g$i.test", $port)),
    'socket_connect' => fn($i) => socket_connect(socket_create(AF_INET, SOCK_STREAM, SOL_TCP), "h$i.test", $port),
    'socket_addrinfo_lookup' => fn($i) => count(socket_addrinfo_lookup("i$i.test", null, ['ai_socktype' => SOCK_STREAM])),
];
foreach ($calls as $function => $call) {
    $server->hold();
    overlap($function, $call, fn() => $server->answer(true), function () use ($server) {
        while (count($server->names) < CALLERS) {
            suspend();
        }
    });
}
$serving->cancel();
?>
--EXPECT--
gethostbyname: 5 arrived, 0 done, turns, ["127.0.0.1","127.0.0.1","127.0.0.1","127.0.0.1","127.0.0.1"]
gethostbynamel: 5 arrived, 0 done, turns, [["127.0.0.1"],["127.0.0.1"],["127.0.0.1"],["127.0.0.1"],["127.0.0.1"]]
gethostbyaddr: 5 arrived, 0 done, turns, ["host.test","host.test","host.test","host.test","host.test"]
dns_get_record: 5 arrived, 0 done, turns, ["127.0.0.1","127.0.0.1","127.0.0.1","127.0.0.1","127.0.0.1"]
checkdnsrr: 5 arrived, 0 done, turns, [true,true,true,true,true]
dns_get_mx: 5 arrived, 0 done, turns, ["1mail.test","1mail.test","1mail.test","1mail.test","1mail.test"]
stream_socket_client: 5 arrived, 0 done, turns, [true,true,true,true,true]
fsockopen: 5 arrived, 0 done, turns, [true,true,true,true,true]
socket_connect: 5 arrived, 0 done, turns, [true,true,true,true,true]
socket_addrinfo_lookup: 5 arrived, 0 done, turns, [1,1,1,1,1]
