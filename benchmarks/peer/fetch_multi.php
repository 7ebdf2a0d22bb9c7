<?php
// The client of stock PHP: curl_multi with a sliding window, handles and connections kept.   fetch_multi.php URL TOTAL CONCURRENCY [BODY_BYTES]
require __DIR__ . '/../lib/calls.php';
require __DIR__ . '/../lib/process.php';

[, $url, $total, $concurrency, $size] = $argv + [4 => '256'];
$before = Bench\cpu_used();
$began = hrtime(true);
$multi = curl_multi_init();
curl_multi_setopt($multi, CURLMOPT_MAXCONNECTS, (int) $concurrency);
$sent = $done = $errors = 0;
for (; $sent < min($total, $concurrency); $sent++) {
    curl_multi_add_handle($multi, Bench\curl_handle($url));
}
while ($done < $total) {
    curl_multi_exec($multi, $running);
    while ($message = curl_multi_info_read($multi)) {
        $handle = $message['handle'];
        $done++;
        if ($message['result'] !== CURLE_OK || strlen((string) curl_multi_getcontent($handle)) !== (int) $size) {
            $errors++;
        }
        curl_multi_remove_handle($multi, $handle);
        if ($sent < $total) {
            $sent++;
            curl_multi_add_handle($multi, $handle);
        }
    }
    if ($done < $total) {
        curl_multi_select($multi, 1.0);
    }
}
echo json_encode(['seconds' => (hrtime(true) - $began) / 1e9, 'cpu' => Bench\cpu_used() - $before, 'errors' => $errors]), "\n";
