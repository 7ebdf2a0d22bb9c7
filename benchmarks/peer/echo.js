// Echo server; prints "port N".
const net = require('net');
const server = net.createServer({noDelay: true}, socket => {
    socket.on('data', bytes => socket.write(bytes));
    socket.on('error', () => {});
});
server.listen({port: 0, host: '127.0.0.1', backlog: 4096}, () => console.log('port ' + server.address().port));
