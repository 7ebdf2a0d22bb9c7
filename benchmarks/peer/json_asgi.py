# A small JSON document, no framework.   uvicorn json_asgi:app
import json


async def app(scope, receive, send):
    if scope['type'] != 'http':
        return
    body = json.dumps({'message': 'Hello, World!'}, separators=(',', ':')).encode()
    await send({'type': 'http.response.start', 'status': 200,
                'headers': [(b'content-type', b'application/json'), (b'content-length', str(len(body)).encode())]})
    await send({'type': 'http.response.body', 'body': body})
