<?php
// The page docs/trust.md. Argument: the top of the project.

/** @return array<string, list<array>> figures by tool, newest last */
function figures(string $root): array
{
    $all = [];
    foreach (glob("$root/docs/trust/*.json") as $file) {
        $data = json_decode(file_get_contents($file), true, 512, JSON_THROW_ON_ERROR);
        foreach (array_is_list($data) ? $data : [$data] as $one) {
            $all[$one['tool']][] = $one;
        }
    }
    foreach ($all as &$list) {
        usort($list, fn ($a, $b) => [$a['profile'] ?? '', $a['date']] <=> [$b['profile'] ?? '', $b['date']]);
    }
    return $all;
}

function number(int|float $value): string
{
    return number_format($value, is_float($value) ? 1 : 0, '.', ',');
}

/** @param list<string> $head @param list<list<string|int|float>> $rows numbers stand right */
function table(array $head, array $rows): string
{
    $numeric = array_map(fn ($column) => $rows && !array_filter(array_column($rows, $column), 'is_string'), array_keys($head));
    $line = fn (array $cells) => '| ' . implode(' | ', $cells) . " |\n";
    $text = $line($head) . '|' . implode('|', array_map(fn ($right) => $right ? '--:' : '---', $numeric)) . "|\n";
    foreach ($rows as $row) {
        $text .= $line(array_map(fn ($cell) => is_string($cell) ? str_replace('|', '\|', $cell) : number($cell), $row));
    }
    return $text . "\n";
}

function day(array $figures): string
{
    return substr($figures['date'], 0, 10);
}

/** "plain-xdebug-develop-debug-php8.2.36" as an operator would say it. */
function profile_title(string $profile): string
{
    preg_match('/^plain(-.*)?-php([\d.]+)$/', $profile, $parts);
    return $parts ? (ltrim($parts[1], '-') ?: 'plain') . ', PHP ' . $parts[2] : $profile;
}

/** A run of part of the tests must not pass for one of all. */
function run_title(array $run): string
{
    return profile_title($run['profile']) . (($run['filter'] ?? '') === '' ? '' : ", only `{$run['filter']}`");
}

function tests_section(array $runs): string
{
    $rows = $reasons = [];
    foreach ($runs as $run) {
        $steps = array_diff_key($run['steps'], ['build-ext' => 1, 'load' => 1]);
        $what = implode(', ', array_map(fn ($name, $counts) => "$name $counts[0]", array_keys($steps), $steps));
        $rows[] = [run_title($run), day($run), $run['passed'], $run['failed'], $run['skipped'], $run['seconds'], $what];
        foreach ($run['skips'] as $skip) {
            $reason = preg_match('/reason: (.*)$/', $skip, $match) ? $match[1] : $skip;
            $reasons[$reason][profile_title($run['profile'])] = ($reasons[$reason][profile_title($run['profile'])] ?? 0) + 1;
        }
    }
    $text = "## Test runs\n\n`tools/test`, one line for each profile.\n\n"
        . table(['profile', 'date', 'passed', 'failed', 'skipped', 'seconds', 'passed of each step'], $rows);
    if ($reasons) {
        ksort($reasons);
        $text .= "Skipped, and why:\n\n";
        foreach ($reasons as $reason => $profiles) {
            $text .= "- $reason (" . implode('; ', array_map(fn ($name, $count) => "$name: $count", array_keys($profiles), $profiles)) . ")\n";
        }
        $text .= "\n";
    }
    return $text;
}

/** @return list<array{string, string}> pattern and reason */
function known_faults(string $root): array
{
    $lines = file("$root/docs/trust/faults-known.tsv", FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES);
    return array_map(fn ($line) => explode("\t", $line), array_filter($lines, fn ($line) => $line[0] !== '#'));
}

/** What crashed or hung, each with its reason. */
function bad_faults(array $run, array $known): string
{
    $text = '';
    foreach ($run['bad'] as $line) {
        if (preg_match('/^(crashed|hung)\s+(.*?): /', $line, $match)) {
            $reasons = array_column(array_filter($known, fn ($one) => fnmatch($one[0], $match[2])), 1);
            $text .= "- $match[1]: `$match[2]`, " . ($reasons[0] ?? 'not looked into') . "\n";
        }
    }
    return $text === '' ? '' : "$text\n";
}

function faults_section(array $runs, array $known): string
{
    $text = "## Injected faults\n\n`tools/faults` lets one kind of call fail, in each test that makes it, every time or at every n-th call. The"
        . " test has to end well or with PHP's own error. \"Waiting\": the peer never got what it waits for, so neither did the test.\n\n";
    foreach ($runs as $run) {
        $kinds = [];
        foreach ($run['rows'] as $row) {
            foreach (['runs', 'well', 'error', 'waiting', 'crashed', 'hung'] as $name) {
                $kinds[$row['kind']][$name] = ($kinds[$row['kind']][$name] ?? 0) + $row[$name];
            }
        }
        $rows = [];
        foreach ($kinds + ['all' => $run['total']] as $kind => $sum) {
            $rows[] = ["`$kind`", $sum['runs'], $sum['well'], $sum['error'], $sum['waiting'], $sum['crashed'], $sum['hung']];
        }
        $text .= profile_title($run['profile']) . ', ' . day($run) . ', ' . number($run['tests']) . " tests:\n\n"
            . table(['call', 'runs', 'ended well', 'PHP error', 'waiting', 'crashed', 'hung'], $rows) . bad_faults($run, $known);
    }
    return $text;
}

function source_tests_section(array $runs): string
{
    $rows = [];
    foreach ($runs as $run) {
        foreach ($run['rows'] as $row) {
            $rows[] = ["`{$row['directory']}`", $run['kind'], day($run), $row['tests'], $row['plain'], $row['with'], $row['lost'], $row['unexplained']];
        }
    }
    usort($rows, fn ($a, $b) => [$a[1], $a[0]] <=> [$b[1], $b[0]]);
    return "## PHP's own tests\n\n`tools/php-src-tests`: what passes under plain PHP must pass with the extension loaded, and with the test inside a"
        . " coroutine. A lost one has its reason in [known-differences.md](known-differences.md).\n\n"
        . table(['directory', 'mode', 'date', 'tests', 'pass plain', 'pass with async', 'lost', 'without a reason'], $rows);
}

function storms_section(array $runs): string
{
    $text = "## Cancellations\n\n`tools/cancel-storm`: calls of each facility cancelled after a random number of turns, under AddressSanitizer.\n\n";
    foreach ($runs as $run) {
        $text .= day($run) . ":\n\n" . table(['facility', 'cancelled', 'completed', 'descriptors before', 'after', 'handles before', 'after'],
            array_map(fn ($row) => [$row['facility'], $row['cancelled'], $row['completed'], $row['descriptors'][0], $row['descriptors'][1],
                $row['handles'][0], $row['handles'][1]], $run['rows']));
    }
    return $text;
}

function soak_section(array $runs): string
{
    $text = "## Soak\n\n`tools/soak`: a mixed load; the lowest figures of the early and of the late half.\n\n";
    foreach ($runs as $run) {
        $text .= day($run) . ', ' . number($run['lives']) . ' coroutine lives in ' . number($run['seconds']) . " s:\n\n"
            . table(['', 'early', 'late'], array_map(fn ($name, $pair) => [$name, ...$pair], array_keys($run['figures']), $run['figures']));
    }
    return $text;
}

function sapi_section(array $runs): string
{
    $text = "## Requests under the server interfaces\n\n`tools/sapi-requests`: one worker process a line. Each request uses coroutines in one of the"
        . " ways of `tools/lib/sapi_kinds.php`, many end badly, and none may find anything of the one before it; the figures are those"
        . " at the start of early and of late requests.\n\n";
    $rows = [];
    foreach ($runs as $run) {
        foreach ($run['rows'] as $row) {
            $pairs = array_map(fn ($pair) => number($pair[0]) . ' → ' . number($pair[1]), array_values($row['figures']));
            $rows[] = [$row['sapi'], profile_title($run['profile']), day($run), $row['requests'], $row['failed'], ...$pairs];
        }
    }
    return $text . table(['SAPI', 'build', 'date', 'requests', 'failed', ...array_keys($runs[0]['rows'][0]['figures'])], $rows);
}

function fuzz_section(array $core, array $programs): string
{
    $text = "## Fuzzing\n\n`tools/fuzz` (libFuzzer) drives the core and the primitives against a model; `tools/fuzz-php` writes random PHP programs"
        . " and checks that every finally ran once, every value came once and nothing was left; with `--streams` it lets coroutines use, cancel"
        . " and close the same streams at random, and checks that nothing is read that was not written, every coroutine ends and every"
        . " descriptor is given back.\n\n";
    $rows = [];
    foreach ($core as $run) {
        $rows[] = ['core and primitives, ' . $run['sanitizers'], day($run), $run['programs'], $run['failures']];
    }
    foreach ($programs as $run) {
        $what = ($run['kind'] ?? 'programs') === 'streams' ? 'use of streams, ' : 'PHP programs, ';
        $rows[] = [$what . profile_title($run['profile']), day($run), $run['programs'], $run['failures']];
    }
    return $text . table(['what', 'date', 'programs', 'failures'], $rows);
}

function crashes_section(string $root): string
{
    $rows = [];
    foreach (file("$root/docs/trust/crashes.tsv", FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) as $line) {
        if ($line[0] === '#') {
            continue;
        }
        [$what, $test] = explode("\t", $line);
        is_file("$root/tests/$test") || throw new RuntimeException("docs/trust/crashes.tsv names $test, which does not exist");
        $rows[] = [$what, "`tests/$test`"];
    }
    return "## Crashes, leaks and hangs that were found\n\nEach has a test that failed before it was mended.\n\n" . table(['what', 'test'], $rows);
}

$root = $argv[1];
$all = figures($root);
echo "# What has been tried to break it\n\nGenerated by `tools/gen-trust` from the figures in `docs/trust/`. Do not edit.\n\n";
$sections = ['test' => tests_section(...), 'php-src-tests' => source_tests_section(...), 'faults' => fn ($runs) => faults_section($runs, known_faults($root)),
    'cancel-storm' => storms_section(...), 'soak' => soak_section(...), 'sapi-requests' => sapi_section(...)];
foreach ($sections as $tool => $section) {
    if (isset($all[$tool])) {
        echo $section($all[$tool]);
    }
}
if (isset($all['fuzz']) || isset($all['fuzz-php'])) {
    echo fuzz_section($all['fuzz'] ?? [], $all['fuzz-php'] ?? []);
}
echo rtrim(crashes_section($root));
