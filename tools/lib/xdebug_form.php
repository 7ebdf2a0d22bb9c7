<?php
/**
 * Judges failed phpt of a run with Xdebug's develop mode: it prints var_dump() and uncaught exceptions in a form of its
 * own, and adds a call stack to every message. Expectation and output are brought to one plain form each; if they then
 * match, the test ran right and is written as SAME_BUT_FORM. Everything else stays as run-tests.php judged it.
 *
 * usage: xdebug_form.php RESULTS   (file written by run-tests.php -W); the judged list goes to standard output
 */

const DUMP_FORMS = [
    // "file.php:3:" heads, "class A#1 (2) {", enums, "public $x =>", "'k' =>", "[0] =>".
    '/^(?:\S+\.php(?:\(\d+\) : .*)?|%s):(?:\d+|%d):$/' => '',
    '/^(\s*)class (\S+)#(\d+) \((\d+)\) \{/' => '$1object($2)#$3 ($4) {',
    '/^(.*?)\benum (\S+)::([^\s;]+)( : \S+)?;?$/' => '$1enum($2::$3)',
    '/^(\s*)(?:(?:public|protected|private|readonly|static)\s+)+(?:\S+\s+)?\$(\S+)\s*=>/' => '$1["$2"]=>',
    '/^(\s*)\[?\'(.*)\'\]?\s*=>/' => '$1["$2"]=>',
    '/^(\s*)\[(\d+|%d)\]\s+=>/' => '$1[$2]=>',
    '/^(\s*)double\(/' => '$1float(',
    // Stock: ["x":protected]=> and ["x":"A":private]=>.
    '/^(\s*\["[^"]+"):(?:protected|"[^"]*":private)\]/' => '$1]',
];

/**
 * What both forms of a text have in common: no traces, no call stacks, no line numbers of uncaught exceptions, dumps in the
 * stock form, no blank lines. $text is output, or an expectation with %-patterns.
 */
function plain_form(string $text): string
{
    $kept = [];
    $trace = null;
    // A dump that does not begin its line: the head is the rest of that line.
    $text = preg_replace('/(?<=[ :\]])(?:\/\S+\.php(?:\(\d+\) : [^\n]*)?):\d+:\n/', '', $text);
    foreach (explode("\n", str_replace("\r\n", "\n", $text)) as $line) {
        $line = rtrim($line);
        if (preg_match('/^(?:PHP )?Call Stack:$/', $line)) {
            // Xdebug repeats an uncaught exception above its stack.
            if (preg_match('/^(?!(?:PHP )?(?:Warning|Notice|Deprecated|Fatal error|Recoverable)\b)[A-Za-z_\\\\][\w\\\\]*(?:: .*)? in (?:\S+|\[no active file\]) on line \d+$/', end($kept) ?: '')) {
                array_pop($kept);
            }
            $trace = '/^(?:PHP)?\s+\d+\.\d+\s+\d+\s+\d+\. /';
        } elseif ($line === 'Stack trace:') {
            $trace = '/^#(?:\d+|%d) |^  thrown in .* on line (?:\d+|%d)$/';
        } elseif ($line !== '' && !($trace && preg_match($trace, $line))) {
            $trace = null;
            $line = preg_replace('/((?:Uncaught|^Next) .* in (?:\S+?|\[no active file\]))(?::| on line )(?:\d+|%d)$/', '$1', $line);
            $line = preg_replace(array_keys(DUMP_FORMS), array_values(DUMP_FORMS), $line);
            if ($line !== '') {
                $kept[] = $line;
            }
        }
    }
    return implode("\n", $kept);
}

/** The expectation as a regular expression, as run-tests.php builds it for EXPECTF. */
function pattern(string $expected): string
{
    $pattern = preg_quote($expected, '/');
    $pattern = preg_replace_callback('/%r(.*?)%r/s', fn ($m) => '(' . stripslashes($m[1]) . ')', $pattern);
    return '/^' . strtr($pattern, [
        '%e' => '\/', '%s' => '[^\r\n]+', '%S' => '[^\r\n]*', '%a' => '.+?', '%A' => '.*?', '%w' => '\s*',
        '%i' => '[+-]?\d+', '%d' => '\d+', '%x' => '[0-9a-fA-F]+', '%f' => '[+-]?(?:\d+|(?=\.\d))(?:\.\d+)?(?:[Ee][+-]?\d+)?',
        '%c' => '.', '%0' => '\x00',
    ]) . '$/s';
}

function section(string $phpt, string $name): ?string
{
    return preg_match("/^--$name--\n(.*?)(?=^--[A-Z_]+--\$|\z)/ms", $phpt, $m) ? rtrim($m[1], "\n") : null;
}

function same_but_form(string $phpt_file): bool
{
    $output_file = preg_replace('/\.phpt$/', '.out', $phpt_file);
    if (!is_file($output_file) || is_file(preg_replace('/\.phpt$/', '.mem', $phpt_file))) {
        return false;
    }
    $phpt = str_replace("\r\n", "\n", file_get_contents($phpt_file));
    $output = plain_form(file_get_contents($output_file));
    if (preg_match('/Termsig=|AddressSanitizer|Segmentation fault/', $output)) {
        return false;
    }
    if (($expected = section($phpt, 'EXPECT')) !== null) {
        return plain_form($expected) === $output;
    }
    if (($expected = section($phpt, 'EXPECTF')) !== null) {
        return preg_match(pattern(plain_form($expected)), $output) === 1;
    }
    return false;
}

foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $line) {
    [$result, $file] = explode("\t", $line) + [1 => ''];
    if (preg_match('/^FAILED\b/', $result) && same_but_form($file)) {
        $result = 'SAME_BUT_FORM';
    }
    echo "$result\t$file\n";
}
