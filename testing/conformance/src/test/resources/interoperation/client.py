"""python3 client.py URL SIZES: sends a text of each size and expects it back."""

import asyncio
import sys

import websockets


def text_of(size):
    return "x" * size if size < 2 else "é" + "x" * (size - 2)


async def main(url, sizes):
    count = 0
    async with websockets.connect(url, max_size=None) as socket:
        for size in sizes:
            await socket.send(text_of(size))
            assert await socket.recv() == text_of(size), f"message of {size} bytes changed"
            count += 1
    print(count, socket.close_code, "true")


asyncio.run(main(sys.argv[1], [int(size) for size in sys.argv[2].split(",")]))
