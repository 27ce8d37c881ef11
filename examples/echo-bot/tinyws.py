"""A WebSocket client in 50 lines: RFC 6455 for text messages over ws://, nothing to install."""
import base64, secrets, socket, struct
from urllib.parse import urlsplit


class Closed(ConnectionError):
    def __init__(self, code):
        super().__init__("closed with %d" % code)
        self.code = code


class WebSocket:
    def __init__(self, url, protocol):
        at = urlsplit(url)
        self.socket = socket.create_connection((at.hostname, at.port or 80), timeout=90)
        self.input = self.socket.makefile("rb")
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        lines = (f"GET {at.path} HTTP/1.1", f"Host: {at.netloc}", "Connection: Upgrade", "Upgrade: websocket",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Protocol: {protocol}")
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        status = self.input.readline()
        while self.input.readline().strip():
            pass
        if b" 101 " not in status:
            raise ConnectionError("no WebSocket: " + status.decode().strip())

    def send(self, text, opcode=1):
        data = text if isinstance(text, bytes) else text.encode()
        size = len(data)
        head = bytes([128 | opcode]) + (bytes([128 | size]) if size < 126 else struct.pack(">BH", 254, size)
                                        if size < 65536 else struct.pack(">BQ", 255, size))
        mask = secrets.token_bytes(4)
        masked = int.from_bytes(data, "big") ^ int.from_bytes((mask * (size // 4 + 1))[:size], "big")
        self.socket.sendall(head + mask + masked.to_bytes(size, "big"))

    def receive(self):
        """The next text message; a ping is answered on the way, a close raises."""
        message = b""
        while True:
            first, size = self._bytes(2)
            if size > 125:
                size = int.from_bytes(self._bytes(2 if size == 126 else 8), "big")
            data = self._bytes(size)
            if first & 15 == 8:
                raise Closed(int.from_bytes(data[:2], "big"))
            if first & 15 == 9:
                self.send(data, opcode=10)
            if first & 15 in (0, 1):
                message += data
                if first & 128:
                    return message.decode()

    def _bytes(self, count):
        data = self.input.read(count)
        if len(data) < count:
            raise ConnectionError("lost")
        return data
