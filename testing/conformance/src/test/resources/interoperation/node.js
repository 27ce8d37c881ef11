// node node.js URL SIZES [PATH-OF-WS]: with the package ws, or with Node's own WebSocket.
const fs = require('node:fs');
const path = require('node:path');
const source = fs.readFileSync(path.join(__dirname, 'exchange.js'), 'utf8');
const exchange = new Function(`${source}; return exchange;`)();
const [url, sizes, library] = process.argv.slice(2);
exchange(library ? require(library) : WebSocket, url, sizes.split(',').map(Number)).then(
  (result) => console.log(result),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
