--TEST--
IO-707, IO-30: failed lookups give PHP's own answers and warnings; Async\DnsException is there for others (any order)
--EXTENSIONS--
async
--FILE--
<?php
use function Async\{spawn, await};

set_error_handler(function ($level, $text) {
    echo "  warning: ", strtok($text, "\n"), "\n";
    return true;
});
$name = 'no.such.host.invalid';
foreach ([
    'gethostbyname' => fn() => gethostbyname($name),
    'gethostbynamel' => fn() => gethostbynamel($name),
    'gethostbyaddr' => fn() => gethostbyaddr('not an address'),
    'fsockopen' => fn() => fsockopen($name, 80),
    'stream_socket_client' => fn() => stream_socket_client("tcp://$name:80"),
    'stream_socket_server' => fn() => stream_socket_server("tcp://$name:0"),
    'file_get_contents' => fn() => file_get_contents("http://$name/"),
    'checkdnsrr' => fn() => checkdnsrr($name, 'A'),
] as $function => $call) {
    echo "$function\n";
    $answer = await(spawn($call));
    echo "  ", json_encode($answer), "\n";
}
var_dump(is_subclass_of(Async\DnsException::class, Exception::class));
?>
--EXPECTF--
gethostbyname
  "no.such.host.invalid"
gethostbynamel
  false
gethostbyaddr
  warning: gethostbyaddr(): Address is not a valid IPv4 or IPv6 address
  false
fsockopen
  warning: fsockopen(): php_network_getaddresses: getaddrinfo for no.such.host.invalid failed: %r[^)\n]+%r
  warning: fsockopen(): Unable to connect to no.such.host.invalid:80 (php_network_getaddresses: getaddrinfo for no.such.host.invalid failed: %r[^)\n]+%r)
  false
stream_socket_client
  warning: stream_socket_client(): php_network_getaddresses: getaddrinfo for no.such.host.invalid failed: %r[^)\n]+%r
  warning: stream_socket_client(): Unable to connect to tcp://no.such.host.invalid:80 (php_network_getaddresses: getaddrinfo for no.such.host.invalid failed: %r[^)\n]+%r)
  false
stream_socket_server
  warning: stream_socket_server(): php_network_getaddresses: getaddrinfo for no.such.host.invalid failed: %r[^)\n]+%r
  warning: stream_socket_server(): Unable to connect to tcp://no.such.host.invalid:0 (php_network_getaddresses: getaddrinfo for no.such.host.invalid failed: %r[^)\n]+%r)
  false
file_get_contents
  warning: file_get_contents(): php_network_getaddresses: getaddrinfo for no.such.host.invalid failed: %r[^)\n]+%r
  warning: file_get_contents(http://no.such.host.invalid/): Failed to open stream: php_network_getaddresses: getaddrinfo for no.such.host.invalid failed: %r[^)\n]+%r
  false
checkdnsrr
  false
bool(true)
