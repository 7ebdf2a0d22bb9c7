# aiohttp's server; prints "port N".   http_aio.py asyncio|uvloop call URL|fan URL N
import asyncio, sys

import aiohttp
from aiohttp import web

if sys.argv[1] == 'uvloop':
    import uvloop
    uvloop.install()
mode, url = sys.argv[2], sys.argv[3]


async def call(session):
    async with session.get(url) as answer:
        if answer.status != 200:
            raise web.HTTPInternalServerError()
        return await answer.read()


async def handle(request):
    session = request.app['session']
    if mode == 'call':
        return web.Response(body=await call(session), content_type='text/plain')
    bodies = await asyncio.gather(*[call(session) for _ in range(int(sys.argv[4]))])
    good = sum(len(body) == 256 for body in bodies)
    return web.Response(text=str(good), status=200 if good == len(bodies) else 500)


async def main():
    app = web.Application()
    app.router.add_get('/', handle)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        app['session'] = session
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, '127.0.0.1', 0, backlog=4096)
        await site.start()
        print('port', site._server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
