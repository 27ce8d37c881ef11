// Sends a text of each size and expects it back; the same for Node and for browsers.
function textOf(size) {
  return size < 2 ? 'x'.repeat(size) : 'é' + 'x'.repeat(size - 2);
}

function exchange(WebSocketClass, url, sizes) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocketClass(url);
    let at = 0;
    const next = () => (at < sizes.length ? socket.send(textOf(sizes[at])) : socket.close(1000));
    socket.onopen = next;
    socket.onmessage = (event) => {
      if (event.data !== textOf(sizes[at])) {
        reject(new Error(`message ${at} of ${sizes[at]} bytes came back changed`));
      }
      at++;
      next();
    };
    socket.onerror = (event) => reject(new Error(event.message || 'failed'));
    socket.onclose = (event) => resolve(`${at} ${event.code} ${event.wasClean}`);
  });
}
