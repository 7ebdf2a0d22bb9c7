<?php
/**
 * Judges failed phpt of a run with Xdebug's develop mode: it prints var_dump() and uncaught exceptions in a form of its
 * own, and adds a call stack to every message. Expectation and output are brought to one plain form each; if they then
 * match, the test ran right and is written as SAME_BUT_FORM. Everything else stays as run-tests.php judged it.
 *
 * usage: xdebug_form.php RESULTS   (file written by run-tests.php -W); the judged list goes to standard output
 */

/** The stock form of what both forms of output have in common. $text is output, or an expectation with %-patterns. */
function plain_form(string $text): string
{
    $text = str_replace("\r\n", "\n", $text);
    // Call stacks below messages, then the repeated "Exception: text in file on line N" block of an uncaught exception.
    $text = preg_replace('/^(PHP )?(Call Stack|Stack trace):\n(?:(?:PHP)?\s+\d+\.\d+ .*\n)+\n?/m', '', $text);
    $text = preg_replace('/^\w[\w\\\\]*: .* in .* on line \d+\n\n(?=\z|\n|[^ ])/m', '', $text);
    // Stock: "Uncaught E: text in file:N\nStack trace:\n…\n  thrown in file on line N".
    $text = preg_replace('/(Uncaught [^\n]*?):(\d+|%d)\n(?:Stack trace|%s)[^\n]*\n.*?\n  thrown in [^\n]* on line (\d+|%d)/s', '$1 on line $2', $text);
    // Dumps: "file.php:3:" heads, "class A#1 (2) {", "public $x =>", "'k' =>".
    $text = preg_replace('/^(?:\S+\.php(?:\(\d+\) : [^\n]*)?|%s):(?:\d+|%d):\n/m', '', $text);
    $text = preg_replace('/^(\s*)class (\S+)#(\d+) \((\d+)\) \{/m', '$1object($2)#$3 ($4) {', $text);
    $text = preg_replace('/^(\s*)enum (\S+)::(\S+)( : \S+)?;?$/m', '$1enum($2::$3)', $text);
    $text = preg_replace('/^(\s*)(?:(?:public|protected|private|readonly|static)\s+)+(?:\S+\s+)?\$(\S+)\s*=>/m', '$1["$2"]=>', $text);
    $text = preg_replace('/^(\s*)\[?\'([^\n]*)\'\]?\s*=>/m', '$1["$2"]=>', $text);
    $text = preg_replace('/^(\s*)\[(\d+|%d)\]\s+=>/m', '$1[$2]=>', $text);
    $text = preg_replace('/^(\s*\["[^"\n]+"):(?:protected|"[^"\n]*":private)\]/m', '$1]', $text);
    // Blank lines differ around what was cut.
    return trim(preg_replace('/\n\s*\n+/', "\n", $text));
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
