<?php
/**
 * What the requests of tools/sapi-requests do, by name: what they must answer (T is the request's own token, * is anything), and
 * the code. Most leave something behind that the next request must not find.
 */

use Async\{Channel, FileSystemWatcher, Mutex, Pool, Scope, Signal, TaskGroup};

use function Async\{await, await_all, coroutine_context, current_context, delay, protect, root_context, signal, spawn, suspend, timeout};

/** The next is another one's turn: whoever was spawned has begun, and stands where it waits. */
function settle(): void
{
    for ($i = 0; $i < 3; $i++) {
        suspend();
    }
}

/** The first line of the answer to a request on a connection that stays open. */
function ask_persistent(string $http, string $path)
{
    $stream = pfsockopen('tcp://' . $http, -1, $code, $text, 10) ?: throw new RuntimeException($text);
    fwrite($stream, "GET $path HTTP/1.1\r\nHost: x\r\n\r\n");
    $size = 0;
    while (($line = fgets($stream)) !== "\r\n") {
        $size = sscanf($line, 'Content-Length: %d')[0] ?? $size;
        $line !== false ?: throw new RuntimeException('the server is gone');
    }
    return trim(stream_get_contents($stream, $size), ".\n");
}

return [
    'nothing' => ['T', function (string $token) {
        echo $token;
    }],
    'coroutines' => ['20 T', function (string $token) {
        [$all] = await_all(array_map(fn ($i) => spawn(function () use ($i) {
            suspend();
            return $i;
        }), range(1, 20)));
        echo count($all), " $token";
    }],
    'channel' => ['T0T1T2T3', function (string $token) {
        $channel = new Channel(2);
        spawn(function () use ($channel, $token) {
            for ($i = 0; $i < 4; $i++) {
                $channel->send($token . $i);
            }
            $channel->close();
        });
        foreach ($channel as $value) {
            echo $value;
        }
    }],
    'timers' => ['cancelled slept T', function (string $token) {
        try {
            await(spawn(fn () => delay(100000)), timeout(1));
        } catch (Async\OperationCanceledException) {
            echo 'cancelled ';
        }
        await(spawn(fn () => usleep(1000)));
        echo "slept $token";
        exit;
    }],
    'late' => ['first T late T', function (string $token) {
        spawn(function () use ($token) {
            delay(3);
            echo " late $token";
        });
        echo "first $token";
    }],
    'left sleeping' => ['T told', function (string $token) {
        foreach ([fn () => sleep(1000), fn () => delay(1000000), fn () => (new Channel())->recv()] as $i => $sleep) {
            spawn(function () use ($sleep, $i) {
                try {
                    $sleep();
                } finally {
                    echo $i === 0 ? ' told' : '';
                }
            });
        }
        settle();
        echo $token;
        exit;
    }],
    'streams' => ['/T/0 /T/1 /T/2', function (string $token, string $http) {
        [$pages] = await_all(array_map(fn ($i) => spawn(fn () => strtok(file_get_contents("http://$http/$token/$i"), "\n")), range(0, 2)));
        ksort($pages);
        echo implode(' ', $pages);
    }],
    'streams left' => ['T', function (string $token, string $http) {
        $GLOBALS['pair'] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $GLOBALS['server'] = stream_socket_server('tcp://127.0.0.1:0');
        spawn(fn () => fread($GLOBALS['pair'][0], 1));
        spawn(fn () => stream_socket_accept($GLOBALS['server'], 1000));
        spawn(fn () => file_get_contents("http://$http/$token"));
        settle();
        echo $token;
        exit;
    }],
    'curl' => ['/T', function (string $token, string $http) {
        if (!extension_loaded('curl')) {
            echo "/$token";
            return;
        }
        $get = function () use ($http, $token) {
            $curl = curl_init("http://$http/$token");
            curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
            return strtok(curl_exec($curl), "\n");
        };
        echo await(spawn($get));
        spawn($get);
        settle();
        exit;
    }],
    'uncaught' => ["*Fatal error: Uncaught RuntimeException: T in *thrown in *", function (string $token) {
        spawn(fn () => delay(1000000));
        spawn(fn () => throw new RuntimeException($token));
    }],
    'uncaught in main' => ["*Fatal error: Uncaught RuntimeException: T in *thrown in *", function (string $token) {
        spawn(fn () => delay(1000000));
        settle();
        throw new RuntimeException($token);
    }],
    'fatal' => ["*Fatal error: T in * on line * shut T", function (string $token, string $http) {
        register_shutdown_function(fn () => print(" shut $token"));
        spawn(fn () => delay(1000000));
        spawn(fn () => @file_get_contents("http://$http/$token"));
        spawn(fn () => fread(stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)[0], 1));
        settle();
        spawn(fn () => trigger_error($token, E_USER_ERROR));
        delay(1000000);
    }],
    'fatal in main' => ["*Fatal error: T in * on line *", function (string $token) {
        spawn(fn () => delay(1000000));
        spawn(fn () => (new Mutex())->synchronized(fn () => delay(1000000)));
        settle();
        trigger_error($token, E_USER_ERROR);
    }],
    'memory limit' => ["*Fatal error: Allowed memory size of * bytes exhausted *", function () {
        spawn(fn () => delay(1000000));
        await(spawn(function () {
            suspend();
            str_repeat('x', 1 << 40);
        }));
    }],
    'exit' => ['T shut T', function (string $token) {
        register_shutdown_function(fn () => print(" shut $token"));
        spawn(fn () => delay(1000000));
        spawn(fn () => exit($token));
        delay(1000000);
        echo 'never';
    }],
    'exit in exit' => ['T', function (string $token) {
        spawn(function () {
            try {
                delay(1000000);
            } finally {
                suspend();
                exit;
            }
        });
        settle();
        exit($token);
    }],
    'persistent' => ['/T/0 /T/1', function (string $token, string $http) {
        echo await(spawn(fn () => ask_persistent($http, "/$token/0"))), ' ', ask_persistent($http, "/$token/1");
    }],
    'persistent left' => ['T', function (string $token, string $http) {
        spawn(function () use ($http) {
            $stream = pfsockopen('tcp://' . $http, -1) ?: exit('no connection');
            fread($stream, 10);
        });
        settle();
        echo $token;
        exit;
    }],
    'persistent at a fatal error' => ['*Fatal error: T in *', function (string $token, string $http) {
        spawn(fn () => fread(pfsockopen('tcp://' . $http, -1), 10));
        settle();
        trigger_error($token, E_USER_ERROR);
    }],
    'process' => ['T', function (string $token) {
        $process = proc_open(['echo', '-n', $token], [1 => ['pipe', 'w']], $pipes);
        echo await(spawn(fn () => stream_get_contents($pipes[1])));
        proc_close($process);
    }],
    'process left' => ['T', function (string $token) {
        // The end of the request waits for it, as stock does.
        $GLOBALS['process'] = proc_open(['sleep', '0.01'], [], $pipes);
        spawn(fn () => delay(1));
        echo $token;
    }],
    'process abandoned' => ['T', function (string $token) {
        spawn(fn () => exec('sleep 0.01'));
        spawn(fn () => proc_close(proc_open(['sleep', '0.01'], [1 => ['pipe', 'w']], $pipes)));
        settle();
        echo $token;
        exit;
    }],
    'process at a fatal error' => ['*Fatal error: T in *', function (string $token) {
        spawn(fn () => shell_exec('sleep 0.01'));
        spawn(function () {
            $process = proc_open(['sleep', '0.01'], [1 => ['pipe', 'w']], $pipes);
            fgets($pipes[1]);
        });
        settle();
        trigger_error($token, E_USER_ERROR);
    }],
    'output' => ['[T] open T', function (string $token) {
        await(spawn(function () use ($token) {
            ob_start(fn ($text) => "[$text]");
            suspend();
            echo $token;
            ob_end_flush();
        }));
        ob_start();
        echo " open $token";
        spawn(fn () => delay(1));
    }],
    'output of the dead' => ['*Fatal error: T in *', function (string $token) {
        spawn(function () {
            ob_start(fn () => 'never');
            echo 'never';
            delay(1000000);
        });
        settle();
        trigger_error($token, E_USER_ERROR);
    }],
    'state' => ['T', function (string $token, string $http, string $dir) {
        await(spawn(function () use ($token, $dir) {
            foreach (['precision' => 3, 'default_socket_timeout' => 7, 'memory_limit' => '64M', 'async.fs_metadata' => 'pool',
                'async.exec_kill_on_cancel' => 1, 'async.pg_cancel_on_abort' => 1, 'include_path' => "/$token"] as $name => $value) {
                ini_set($name, $value);
            }
            $GLOBALS[$token] = $GLOBALS['seen'] = $_GET['seen'] = $_SERVER['seen'] = $token;
            putenv("ASYNC_SEEN=$token");
            define('SEEN', $token);
            eval('function seen() { static $seen; return $seen ??= "' . $token . '"; } class Seen { static $seen = "' . $token . '"; }');
            chdir('/');
            umask(0);
            setlocale(LC_ALL, 'C.UTF-8');
            date_default_timezone_set('Asia/Tokyo');
            set_error_handler(fn () => true);
            set_exception_handler(fn () => true);
            error_reporting(E_ERROR);
            mt_srand(1);
            suspend();
            mb_internal_encoding('ISO-8859-1');
            stream_context_set_default(['http' => ['user_agent' => $token]]);
            stream_wrapper_register('seen', stdClass::class);
            spl_autoload_register(fn () => null);
            @trigger_error($token);
            echo seen();
        }));
        spawn(fn () => delay(1));
    }],
    'silence' => ['*Fatal error: T in *', function (string $token) {
        spawn(function () {
            @delay(1000000);
        });
        spawn(fn () => usort($GLOBALS['list'], fn () => delay(1000000)));
        $GLOBALS['list'] = [1, 2];
        set_error_handler(fn () => delay(1000000), E_USER_NOTICE);
        spawn(fn () => trigger_error('parked in the handler', E_USER_NOTICE));
        settle();
        spawn(fn () => trigger_error($token, E_USER_ERROR));
        delay(1000000);
    }],
    'context' => ['nothing there T T T', function (string $token) {
        $contexts = fn () => [root_context(), current_context(), coroutine_context()];
        echo array_filter($contexts(), fn ($context) => $context->find('token') !== null) ? 'something there' : 'nothing there';
        foreach ($contexts() as $context) {
            $context->set('token', $token, true);
        }
        spawn(fn () => coroutine_context()->set('token', $token));
        settle();
        foreach ($contexts() as $context) {
            echo ' ', $context->get('token');
        }
    }],
    'signals' => ['T', function (string $token) {
        spawn(fn () => await(signal(Signal::SIGUSR1)));
        spawn(fn () => await(signal(Signal::SIGUSR2)));
        ($GLOBALS['signal'] = signal(Signal::SIGWINCH))->ignore();
        settle();
        echo $token;
        exit;
    }],
    'groups and locks' => ['1 error T', function (string $token) {
        $group = new TaskGroup(2);
        foreach ([1, 2, 3] as $i) {
            $group->spawn(fn () => $i === 2 ? throw new Exception($token) : delay(1));
        }
        $group->close();
        $group->awaitCompletion();
        echo count($group->getErrors()), " error $token";
        $GLOBALS['mutex'] = new Mutex();
        $GLOBALS['scope'] = $scope = new Scope();
        $scope->spawn(fn () => $GLOBALS['mutex']->synchronized(fn () => delay(1000000)));
        $scope->spawn(fn () => $GLOBALS['mutex']->synchronized(fn () => delay(1000000)));
        $scope->finally(fn () => null);
        settle();
        exit;
    }],
    'pool' => ['T', function (string $token) {
        $GLOBALS['pool'] = $pool = new Pool(fn () => fopen('php://memory', 'r'), fclose(...), fn () => true, min: 2, max: 3,
            healthcheckInterval: 1);
        $one = $pool->acquire();
        spawn(fn () => [$pool->acquire(), $pool->acquire(), $pool->acquire()]);
        delay(2);
        $pool->release($one);
        echo $token;
        exit;
    }],
    'files' => ['200000 T', function (string $token, string $http, string $dir) {
        $file = tempnam($dir, 'sapi');
        await(spawn(fn () => file_put_contents($file, str_repeat('x', 200000))));
        echo await(spawn(fn () => strlen(file_get_contents($file)))), " $token";
        spawn(fn () => file_get_contents($file));
        spawn(fn () => flock(fopen($file, 'r+'), LOCK_EX));
        settle();
        unlink($file);
        exit;
    }],
    'watcher' => ['T', function (string $token, string $http, string $dir) {
        $GLOBALS['watcher'] = $watcher = new FileSystemWatcher($dir);
        spawn(function () use ($watcher) {
            foreach ($watcher as $event) {
            }
        });
        settle();
        echo $token;
        exit;
    }],
    'lookup' => ['127.0.0.1 T', function (string $token) {
        echo await(spawn(fn () => gethostbyname('localhost'))), " $token";
        spawn(fn () => gethostbyname('localhost'));
        settle();
        exit;
    }],
    'fibers' => ['T', function (string $token) {
        $fiber = $GLOBALS['fiber'] = new Fiber(function () {
            delay(1);
            Fiber::suspend();
        });
        $fiber->start();
        spawn(function () {
            $inner = $GLOBALS['inner'] = new Fiber(fn () => delay(1000000));
            $inner->start();
        });
        settle();
        echo $token;
        exit;
    }],
    'protected' => ['T', function (string $token) {
        spawn(fn () => protect(function () {
            delay(1000000);
            echo 'never';
        }));
        settle();
        echo $token;
        exit;
    }],
    'destructors' => ['T destroyed T', function (string $token) {
        $GLOBALS['last'] = new class ($token) {
            public function __construct(private string $token)
            {
            }

            public function __destruct()
            {
                await(spawn(fn () => delay(1)));
                echo " destroyed $this->token";
                spawn(fn () => delay(1));
            }
        };
        echo $token;
    }],
    'shutdown functions' => ['T a b', function (string $token) {
        register_shutdown_function(function () {
            await(spawn(fn () => delay(1)));
            echo ' a';
            register_shutdown_function(fn () => spawn(fn () => print(' b')));
        });
        echo $token;
    }],
    'collected' => ['T', function (string $token) {
        $cycle = new stdClass();
        $cycle->self = $cycle;
        $cycle->coroutine = spawn(function () use ($cycle) {
            delay(1);
        });
        unset($cycle);
        gc_collect_cycles();
        echo $token;
    }],
    'include' => ['T T', function (string $token, string $http, string $dir) {
        $file = "$dir/included-$token.php";
        file_put_contents($file, '<?php Async\suspend(); return $token;');
        $include = function () use ($file, $token) {
            return include $file;
        };
        [$all] = await_all([spawn($include), spawn($include)]);
        unlink($file);
        echo implode(' ', $all);
    }],
    'session' => ['first T', function (string $token, string $http, string $dir) {
        session_save_path($dir);
        session_id($token);
        session_start(['use_cookies' => 0]);
        echo $_SESSION ? 'again' : 'first';
        $_SESSION['token'] = $token;
        spawn(function () {
            delay(1);
            session_destroy();
        });
        await(spawn(fn () => print(" $_SESSION[token]")));
    }],
    'database' => ['T persistent T', function (string $token, string $http, string $dir) {
        if (!extension_loaded('pdo_sqlite')) {
            echo "$token persistent $token";
            return;
        }
        $GLOBALS['pdo'] = $pdo = new PDO("sqlite:$dir/pooled", null, null, [PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => 2]);
        [$values] = await_all(array_map(fn () => spawn(fn () => $pdo->query("select '$token'")->fetchColumn()), range(1, 3)));
        echo implode(' ', array_unique($values));
        $kept = new PDO("sqlite:$dir/kept", null, null, [PDO::ATTR_PERSISTENT => true]);
        echo ' persistent ', await(spawn(fn () => $kept->query("select '$token'")->fetchColumn()));
        spawn(function () use ($pdo) {
            $pdo->beginTransaction();
            delay(1000000);
        });
        settle();
        exit;
    }],
    'finished early' => ['T', function (string $token) {
        echo $token;
        spawn(function () {
            delay(1);
            echo 'never';
        });
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
            echo 'never';
        } else {
            exit;
        }
    }],
    // The client goes away: the next output of any coroutine ends the request there.
    'client gone' => [null, function (string $token) {
        spawn(fn () => delay(1000000));
        spawn(function () {
            while (true) {
                echo str_repeat('x', 100000);
                flush();
                delay(1);
            }
        });
        delay(1000000);
    }],
];
