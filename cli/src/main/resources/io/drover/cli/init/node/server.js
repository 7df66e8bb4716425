// A small web server, with nothing but Node's own modules: node server.js
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

/** The version that package.sh wrote beside this file. */
function version(file = path.join(__dirname, 'VERSION')) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : 'development';
}

/** The status and the text for a path. */
function answer(url, environment = process.env) {
  switch (url) {
    case '/':
      return [200, environment.GREETING ?? 'Hello'];
    case '/health':
      return [200, 'ok'];
    case '/version':
      return [200, version()];
    default:
      return [404, 'there is nothing here'];
  }
}

function main() {
  const server = http.createServer((request, response) => {
    const [status, text] = answer(request.url);
    if (request.url !== '/health') {
      console.log(request.method, request.url, status);
    }
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(text + '\n');
  });
  const port = Number(process.env.PORT ?? 8080);
  server.listen(port, () => console.log(`listening on port ${port}`));

  // The first process of a container is not ended by a signal that it does not handle.
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      server.close(() => process.exit(0));
      server.closeIdleConnections();
    });
  }
}

if (require.main === module) {
  main();
}

module.exports = { answer, version };
