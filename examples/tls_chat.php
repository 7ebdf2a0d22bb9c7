<?php
// A chat over TLS: one server, five hundred clients, every line goes to everybody in the same order. Plain PHP streams on both
// sides, two coroutines per connection in the server and one in the clients' process. The clients live in a process of their own so
// that neither needs more than the usual 1024 descriptors.
// Needs openssl.

declare(strict_types=1);

use Async\Channel;
use function Async\{await_all_or_fail, spawn};

const CLIENTS = 500;

/** A self-signed certificate with its key, good for a day. */
function certificate(): string
{
    $config = tempnam(sys_get_temp_dir(), 'chat');
    file_put_contents($config, "[req]\ndefault_bits=2048\ndistinguished_name=dn\n[dn]\n");
    $options = ['config' => $config, 'private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1', 'digest_alg' => 'sha256'];
    $key = openssl_pkey_new($options);
    $request = openssl_csr_new(['commonName' => 'chat.example'], $key, $options);
    openssl_x509_export(openssl_csr_sign($request, null, $key, 1, $options), $certificate);
    openssl_pkey_export($key, $private, null, $options);
    file_put_contents($config, $certificate . $private);
    return $config;
}

final class Chat
{
    public int $joined = 0;
    public int $lines = 0;
    private string $said = '';
    /** A line was said: one bell for each client, rung at most once before he looks. */
    private array $bells = [];

    public function serve($client, int $id): void
    {
        $name = trim(fgets($client));
        $this->bells[$id] = new Channel(1);
        $writer = spawn($this->tell(...), $client, $this->bells[$id]);
        if (++$this->joined === CLIENTS) {
            $this->say('all are here');
        }
        while (($line = fgets($client)) !== false) {
            $this->lines++;
            $this->say("$name: " . trim($line));
        }
        $this->bells[$id]->close();
        unset($this->bells[$id]);
        await_all_or_fail([$writer]);
        fclose($client);
    }

    private function say(string $line): void
    {
        $this->said .= "$line\n";
        foreach ($this->bells as $bell) {
            $bell->sendAsync(true);
        }
    }

    /** Everything that has been said since he last looked, in one piece. */
    private function tell($client, Channel $bell): void
    {
        $told = 0;
        foreach ($bell as $_) {
            $news = substr($this->said, $told);
            $told += strlen($news);
            fwrite($client, $news);
        }
    }
}

/** Joins, waits for the others, says one thing, and hears everybody. What it heard comes back. */
function client(string $address, int $number): string
{
    $context = stream_context_create(['ssl' => ['allow_self_signed' => true, 'peer_name' => 'chat.example', 'cafile' => getenv('CHAT_CERTIFICATE')]]);
    $server = stream_socket_client("tls://$address", $code, $text, 60, STREAM_CLIENT_CONNECT, $context);
    stream_set_timeout($server, 60);
    fwrite($server, "client $number\n");
    fgets($server);  // all are here
    fwrite($server, "hello from $number\n");
    $heard = '';
    for ($i = 0; $i < CLIENTS; $i++) {
        $heard .= fgets($server);
    }
    fclose($server);
    return $heard;
}

if (isset($argv[1])) {
    $clients = [];
    for ($i = 0; $i < CLIENTS; $i++) {
        $clients[] = spawn(client(...), $argv[1], $i);
    }
    $heard = await_all_or_fail($clients);
    $lines = explode("\n", trim($heard[0]));
    $expected = array_map(fn($i) => "client $i: hello from $i", range(0, CLIENTS - 1));
    echo count($heard), ' clients heard ', count($lines), ' lines each, ', array_sum(array_map(fn($h) => substr_count($h, "\n"), $heard)), " in all\n";
    echo 'nobody was missed: ', var_export(!array_diff($expected, $lines), true), "\n";
    echo 'everybody heard them in the same order: ', var_export(count(array_unique($heard)) === 1, true), "\n";
    exit;
}

$certificate = certificate();
$context = stream_context_create(['ssl' => ['local_cert' => $certificate], 'socket' => ['backlog' => CLIENTS]]);
$listener = stream_socket_server('tcp://127.0.0.1:0', $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
putenv("CHAT_CERTIFICATE=$certificate");
$process = proc_open([PHP_BINARY, __FILE__, stream_socket_get_name($listener, false)], [], $pipes);

$chat = new Chat();
$guests = [];
for ($i = 0; $i < CLIENTS; $i++) {
    $guest = stream_socket_accept($listener, 60);
    $guests[] = spawn(function () use ($chat, $guest, $i) {
        // The handshake here, not in accept(): a slow client keeps nobody else out.
        stream_socket_enable_crypto($guest, true, STREAM_CRYPTO_METHOD_TLS_SERVER);
        $chat->serve($guest, $i);
    });
}
await_all_or_fail($guests);
fclose($listener);
$status = proc_close($process);
echo "the clients ended with $status\n";
unlink($certificate);
echo "$chat->joined joined, $chat->lines lines were said\n";
