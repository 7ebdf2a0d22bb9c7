# Echo server; prints "port N".   echo.py uvloop|asyncio protocol|streams
import asyncio, sys

if sys.argv[1] == 'uvloop':
    import uvloop
    uvloop.install()


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


async def serve(reader, writer):
    try:
        while data := await reader.read(131072):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    if sys.argv[2] == 'protocol':
        server = await loop.create_server(Echo, '127.0.0.1', 0, backlog=4096)
    else:
        server = await asyncio.start_server(serve, '127.0.0.1', 0, backlog=4096, limit=262144)
    print('port', server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
