# N threads or tasks that wait; prints "port 1" when all of them do.   wait.py threads|tasks N
import asyncio, sys, threading, time

n = int(sys.argv[2])


async def tasks():
    waits = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(n)]
    await asyncio.sleep(0.1)
    print('port 1', flush=True)
    await asyncio.gather(*waits)

if sys.argv[1] == 'threads':
    for _ in range(n):
        threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
    print('port 1', flush=True)
    time.sleep(3600)
else:
    asyncio.run(tasks())
