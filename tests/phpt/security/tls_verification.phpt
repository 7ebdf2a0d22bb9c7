--TEST--
IO-300, IO-7: certificates are verified as the context says, and as stock does it: issuer, name, self-signed, fingerprint, SNI, depth (any order)
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/security.inc';

function checks(string $dir, string $address): array
{
    $connect = fn (array $options) => function () use ($address, $options) {
        $stream = stream_socket_client("ssl://$address", $errno, $error, 30, STREAM_CLIENT_CONNECT, stream_context_create(['ssl' => $options]));
        return $stream && fwrite($stream, "GET / HTTP/1.0\r\n\r\n") ? trim((string) fgets($stream)) : false;
    };
    $ca = ['cafile' => "$dir/ca.pem"];
    $https = fn (array $options) => fn () => file_get_contents('https://' . $address . '/', false, stream_context_create(['ssl' => $options, 'http' => ['timeout' => 30]]));
    $later = fn (array $options) => function () use ($address, $options) {
        $stream = stream_socket_client("tcp://$address", $errno, $error, 30, STREAM_CLIENT_CONNECT, stream_context_create(['ssl' => $options]));
        return stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT) && fwrite($stream, "GET / HTTP/1.0\r\n\r\n") ? trim((string) fgets($stream)) : false;
    };
    $checks = [];
    foreach (['connect' => $connect, 'https' => $https, 'later' => $later] as $how => $with) {
        $checks += [
            "$how: defaults" => $with([]),
            "$how: issuer known, name wrong" => $with($ca),
            "$how: issuer and name" => $with($ca + ['peer_name' => 'a.test']),
            "$how: name of another" => $with($ca + ['peer_name' => 'b.test', 'SNI_enabled' => false]),
            "$how: SNI" => $with($ca + ['peer_name' => 'sni.test']),
            "$how: SNI off" => $with($ca + ['peer_name' => 'sni.test', 'SNI_enabled' => false]),
            "$how: name not verified" => $with($ca + ['verify_peer_name' => false]),
            "$how: issuer unknown" => $with(['cafile' => "$dir/other.pem", 'peer_name' => 'a.test']),
            "$how: no such file" => $with(['cafile' => "$dir/none.pem", 'peer_name' => 'a.test']),
            "$how: self-signed" => $with(['peer_name' => 'self.test']),
            "$how: self-signed allowed" => $with(['peer_name' => 'self.test', 'allow_self_signed' => true]),
            "$how: self-signed allowed, name wrong" => $with(['allow_self_signed' => true]),
            "$how: not verified" => $with(['verify_peer' => false, 'verify_peer_name' => false]),
            "$how: peer not verified, name is" => $with(['verify_peer' => false, 'peer_name' => 'b.test']),
            "$how: fingerprint" => $with(['verify_peer' => false, 'verify_peer_name' => false, 'peer_fingerprint' => ['sha256' => openssl_x509_fingerprint(file_get_contents("$dir/a.pem"), 'sha256')]]),
            "$how: fingerprint wrong" => $with(['verify_peer' => false, 'verify_peer_name' => false, 'peer_fingerprint' => ['sha256' => str_repeat('0', 64)]]),
            "$how: depth" => $with($ca + ['peer_name' => 'a.test', 'verify_depth' => 0]),
            "$how: ciphers" => $with($ca + ['peer_name' => 'a.test', 'ciphers' => 'NONSENSE']),
        ];
    }
    return $checks;
}

if (isset($argv[2])) {
    echo json_encode(answers($argv[1], fn () => checks($argv[2], $argv[3])));
    exit;
}

$dir = sys_get_temp_dir() . '/async-verify-' . getmypid();
mkdir($dir);
file_put_contents("$dir/cnf", "[req]\ndefault_bits=2048\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:true\n[leaf]\nbasicConstraints=CA:false\n");
$make = function (string $name, ?array $issuer = null, string $extensions = 'leaf') use ($dir): array {
    $options = ['config' => "$dir/cnf", 'digest_alg' => 'sha256', 'x509_extensions' => $extensions];
    $key = openssl_pkey_new($options + ['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
    $request = openssl_csr_new(['commonName' => $name], $key, $options);
    $certificate = openssl_csr_sign($request, $issuer[0] ?? null, $issuer[1] ?? $key, 10, $options, random_int(1, 1 << 30));
    openssl_x509_export($certificate, $text);
    openssl_pkey_export($key, $secret, null, $options);
    file_put_contents("$dir/" . strtok($name, '.') . '.pem', $text . ($extensions === 'ca' ? '' : $secret));
    return [$certificate, $key];
};
$ca = $make('ca', null, 'ca');
$make('other', null, 'ca');
foreach (['a.test', 'sni.test'] as $name) $make($name, $ca);
$make('self.test');

// A server without the extension, in a process of its own.
file_put_contents("$dir/server.php", <<<'CODE'
<?php
$dir = $argv[1];
$server = stream_socket_server('tcp://127.0.0.1:0', $errno, $error, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, stream_context_create(['ssl' => ['local_cert' => "$dir/a.pem",
    'SNI_server_certs' => ['sni.test' => "$dir/sni.pem", 'self.test' => "$dir/self.pem"]]]));
echo stream_socket_get_name($server, false), "\n";
while ($peer = @stream_socket_accept($server, 600)) {
    stream_set_timeout($peer, 30);
    if (!@stream_socket_enable_crypto($peer, true, STREAM_CRYPTO_METHOD_TLS_SERVER)) continue;
    while (($line = fgets($peer)) !== false && $line !== "\r\n");  // what is left unread would reset the connection
    fwrite($peer, "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nhello");
    fclose($peer);
}
CODE);
$env = array_diff_key(getenv(), array_flip(['LD_PRELOAD', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'USE_ZEND_ALLOC']));
$server = proc_open([PHP_BINARY, '-n', "$dir/server.php", $dir], [1 => ['pipe', 'w']], $pipes, null, $env);
$address = trim(fgets($pipes[1]));
$both = both_ways(__FILE__, [], $dir, $address);
proc_terminate($server, 9);
show_differences($both);
foreach ($both['cooperative'] as $name => [$value, $warnings]) {
    if (str_starts_with($name, 'connect: ')) echo str_pad(substr($name, 9), 36), $value === false ? 'refused' : 'accepted', $warnings ? '' : ' silently', "\n";
}
exec('rm -rf ' . escapeshellarg($dir));
?>
--EXPECT--
all the same
defaults                            refused
issuer known, name wrong            refused
issuer and name                     accepted silently
name of another                     refused
SNI                                 accepted silently
SNI off                             refused
name not verified                   accepted silently
issuer unknown                      refused
no such file                        refused
self-signed                         refused
self-signed allowed                 accepted silently
self-signed allowed, name wrong     refused
not verified                        accepted silently
peer not verified, name is          refused
fingerprint                         accepted silently
fingerprint wrong                   refused
depth                               refused
ciphers                             refused
