--TEST--
IO-301: fingerprints, names, SNI certificates, ALPN, captured certificates, ciphers and protocols as in stock PHP (any order)
--EXTENSIONS--
async
openssl
--FILE--
<?php
require __DIR__ . '/../_inc/tls.inc';
use function Async\{spawn, await};

/** Connects with these options on either side and prints what came of it. */
function attempt(string $title, array $serverOptions, array $clientOptions, ?callable $look = null): void
{
    $server = tls_server('ssl', $serverOptions);
    $accepting = spawn(fn() => @stream_socket_accept($server, 10));
    $client = @tls_client($server, 10, $clientOptions);
    $peer = await($accepting);
    $answer = $client && $peer ? 'connected' : 'refused';
    if ($client && $peer) {
        $reader = spawn(fn() => fgets($peer));
        fwrite($client, "line\n");
        $answer .= await($reader) === "line\n" ? '' : ', silent';
    }
    echo $title, ': ', $answer, $look && $client ? ' ' . json_encode($look($client, $peer)) : '', "\n";
}

await(spawn(function () {
    $print = openssl_x509_fingerprint(file_get_contents(certificate()), 'sha256');
    attempt('fingerprint', [], ['peer_fingerprint' => ['sha256' => $print]]);
    attempt('another fingerprint', [], ['peer_fingerprint' => ['sha256' => strrev($print)]]);
    $trusted = ['verify_peer' => true, 'verify_peer_name' => true, 'cafile' => certificate()];
    attempt('name', [], $trusted + ['peer_name' => 'localhost']);
    attempt('another name', [], $trusted + ['peer_name' => 'elsewhere']);
    attempt('not trusted', [], ['verify_peer' => true, 'cafile' => certificate('elsewhere')]);
    $captured = fn($client) => openssl_x509_parse(stream_context_get_options($client)['ssl']['peer_certificate'])['subject']['CN'];
    attempt('captured', [], ['capture_peer_cert' => true], $captured);
    $named = ['SNI_server_certs' => ['elsewhere' => certificate('elsewhere')]];
    foreach (['elsewhere', 'unknown'] as $name) {
        attempt("SNI $name", $named, ['peer_name' => $name, 'capture_peer_cert' => true], $captured);
    }
    $crypto = fn(string $what) => fn($client, $peer) => [stream_get_meta_data($client)['crypto'][$what] ?? null, stream_get_meta_data($peer)['crypto'][$what] ?? null];
    attempt('ALPN', ['alpn_protocols' => 'h2,http/1.1'], ['alpn_protocols' => 'spdy,http/1.1'], $crypto('alpn_protocol'));
    $old = ['crypto_method' => STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT];
    attempt('protocol', [], $old, $crypto('protocol'));
    attempt('no common protocol', ['crypto_method' => STREAM_CRYPTO_METHOD_TLSv1_3_SERVER], $old);
    attempt('cipher', [], $old + ['ciphers' => 'ECDHE-ECDSA-AES256-GCM-SHA384'], $crypto('cipher_name'));
    attempt('no common cipher', ['ciphers' => 'ECDHE-ECDSA-AES128-GCM-SHA256'], $old + ['ciphers' => 'ECDHE-ECDSA-AES256-GCM-SHA384']);
    attempt('certificate of the client', ['verify_peer' => true, 'cafile' => certificate('client'), 'verify_peer_name' => false, 'capture_peer_cert' => true],
        ['local_cert' => certificate('client')] + $old,
        fn($client, $peer) => openssl_x509_parse(stream_context_get_options($peer)['ssl']['peer_certificate'])['subject']['CN']);
}));
?>
--EXPECT--
fingerprint: connected
another fingerprint: refused
name: connected
another name: refused
not trusted: refused
captured: connected "localhost"
SNI elsewhere: connected "elsewhere"
SNI unknown: connected "localhost"
ALPN: connected ["http\/1.1","http\/1.1"]
protocol: connected ["TLSv1.2","TLSv1.2"]
no common protocol: refused
cipher: connected ["ECDHE-ECDSA-AES256-GCM-SHA384","ECDHE-ECDSA-AES256-GCM-SHA384"]
no common cipher: refused
certificate of the client: connected "client"
