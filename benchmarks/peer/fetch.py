# Python's HTTP clients: so many requests, so many at a time.   fetch.py aiohttp|uvloop|requests URL TOTAL CONCURRENCY [BODY_BYTES]
# requests runs in that many threads; with a concurrency of 1 it is the sequential client.
import json, resource, sys, threading, time

kind, url, total, concurrency = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
size = int(sys.argv[5]) if len(sys.argv) > 5 else 256
left, errors = total, 0
lock = threading.Lock()


def with_requests():
    def work():
        global left, errors
        session = requests.Session()
        while True:
            with lock:
                if left == 0:
                    return
                left -= 1
            try:
                answer = session.get(url)
                good = answer.status_code == 200 and len(answer.content) == size
            except requests.RequestException:
                good = False
            if not good:
                with lock:
                    errors += 1

    threads = [threading.Thread(target=work) for _ in range(concurrency)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def with_aiohttp():
    import asyncio
    if kind == 'uvloop':
        import uvloop
        uvloop.install()

    async def main():
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=concurrency)) as session:
            async def work():
                global left, errors
                while left > 0:
                    left -= 1
                    try:
                        async with session.get(url) as answer:
                            good = len(await answer.read()) == size and answer.status == 200
                    except aiohttp.ClientError:
                        good = False
                    if not good:
                        errors += 1
            began = time.monotonic()
            await asyncio.gather(*[work() for _ in range(concurrency)])
            return time.monotonic() - began
    return asyncio.run(main())


def cpu():
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


if kind == 'requests':
    import requests
else:
    import aiohttp
before = cpu()
seconds = with_requests() if kind == 'requests' else with_aiohttp()
print(json.dumps({'seconds': seconds, 'cpu': cpu() - before, 'errors': errors}))
