# A small JSON document, no framework.   gunicorn json_wsgi:app
import json


def app(environment, start):
    body = json.dumps({'message': 'Hello, World!'}, separators=(',', ':')).encode()
    start('200 OK', [('Content-Type', 'application/json'), ('Content-Length', str(len(body)))])
    return [body]
