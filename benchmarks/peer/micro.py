# What asyncio tasks cost.   micro.py uvloop|asyncio N | asleep N
import asyncio, json, os, sys, time

loop, n = sys.argv[1], int(sys.argv[-1])
if loop == 'uvloop':
    import uvloop
    uvloop.install()


def rss():
    return int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGESIZE')


async def nothing():
    pass


async def yields(each):
    for _ in range(each):
        await asyncio.sleep(0)


async def spawn():
    t = time.perf_counter_ns()
    for _ in range(n):
        await asyncio.create_task(nothing())
    return (time.perf_counter_ns() - t) / n


async def suspend(tasks, each):
    t = time.perf_counter_ns()
    await asyncio.gather(*[yields(each) for _ in range(tasks)])
    return (time.perf_counter_ns() - t) / (tasks * each)


async def channel():
    there, back = asyncio.Queue(1), asyncio.Queue(1)

    async def echo():
        while True:
            await back.put(await there.get())
    task = asyncio.create_task(echo())
    t = time.perf_counter_ns()
    for i in range(n // 2):
        await there.put(i)
        await back.get()
    cost = (time.perf_counter_ns() - t) / n
    task.cancel()
    return cost


async def micro():
    print(json.dumps({'spawn': await spawn(), 'suspend2': await suspend(2, n // 2),
                      'suspend1000': await suspend(1000, max(1, n // 1000)), 'channel': await channel()}))


async def asleep():
    before, t = rss(), time.perf_counter()
    tasks = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(n)]
    await asyncio.sleep(0.05)
    seconds = time.perf_counter() - t
    print(json.dumps({'bytes': (rss() - before) / n, 'seconds': seconds}), flush=True)
    os._exit(0)

asyncio.run(asleep() if sys.argv[2] == 'asleep' else micro())
