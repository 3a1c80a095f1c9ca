import asyncio
import os
import signal


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, future):
        self.future = future

    def datagram_received(self, data, address):
        self.future.set_result(data)


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async def client(text):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(text.encode() + b"\n")
        writer.write_eof()
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer

    print(await asyncio.gather(*[client(f"client {n}") for n in range(4)]))
    server.close()
    await server.wait_closed()

    process = await asyncio.create_subprocess_exec(
        "cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    print(await process.communicate(b"through cat"), process.returncode)
    process = await asyncio.create_subprocess_shell("echo out; echo err >&2; exit 3", stdout=-1, stderr=-1)
    print(await process.communicate(), process.returncode)
    process = await asyncio.create_subprocess_exec("sleep", "100")
    try:
        await asyncio.wait_for(process.wait(), 0.05)
    except TimeoutError:
        process.terminate()
    print(await process.wait())

    received = loop.create_future()
    first, _ = await loop.create_datagram_endpoint(lambda: Datagrams(received), local_addr=("127.0.0.1", 0))
    second, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=first.get_extra_info("sockname")
    )
    second.sendto(b"datagram")
    print(await received)
    first.close()
    second.close()

    event = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, event.set)
    loop.call_later(0.01, os.kill, os.getpid(), signal.SIGUSR1)
    await event.wait()
    print("signal")

    print(await loop.run_in_executor(None, sum, range(10)), await asyncio.to_thread(len, "four"))
    print(await loop.getaddrinfo("127.0.0.1", 80, type=1))


asyncio.run(main())
