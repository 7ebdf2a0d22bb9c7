# One random row as JSON per request, psycopg2, no framework.   ROW_DSN=… gunicorn row_wsgi:app
import json, os, random

import psycopg2

connection = None


def app(environment, start):
    global connection
    if connection is None:
        connection = psycopg2.connect(os.environ['ROW_DSN'])
        connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute('SELECT id, name, text FROM fortunes WHERE id = %s', (random.randint(1, 10000),))
        row = cursor.fetchone()
    body = json.dumps({'id': row[0], 'name': row[1], 'text': row[2]}).encode()
    start('200 OK', [('Content-Type', 'application/json'), ('Content-Length', str(len(body)))])
    return [body]
