# One random row as JSON per request, asyncpg's pool, no framework.   ROW_DSN=… ROW_POOL=N uvicorn row_asgi:app
import json, os, random

import asyncpg

pool = None


async def app(scope, receive, send):
    global pool
    if scope['type'] == 'lifespan':
        await receive()
        n = int(os.environ['ROW_POOL'])
        pool = await asyncpg.create_pool(os.environ['ROW_DSN'], min_size=n, max_size=n)
        await send({'type': 'lifespan.startup.complete'})
        await receive()
        return
    async with pool.acquire() as connection:
        row = await connection.fetchrow('SELECT id, name, text FROM fortunes WHERE id = $1', random.randint(1, 10000))
    body = json.dumps(dict(row)).encode()
    await send({'type': 'http.response.start', 'status': 200,
                'headers': [(b'content-type', b'application/json'), (b'content-length', str(len(body)).encode())]})
    await send({'type': 'http.response.body', 'body': body})
