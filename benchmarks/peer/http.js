// A small JSON document over HTTP; prints "port N".
const http = require('http');
const server = http.createServer((request, response) => {
    const body = JSON.stringify({message: 'Hello, World!'});
    response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': body.length});
    response.end(body);
});
server.keepAliveTimeout = 600000;
server.listen({port: 0, host: '127.0.0.1', backlog: 4096}, () => console.log('port ' + server.address().port));
