"""A slow line: a tun device at each end, and every packet between them late, jittery, or lost.

The kernels that we test on have no netem. Usage: line.py <device> <device>, in the network namespace where the
devices are to be made; they may be moved to others afterwards. It prints "ready" when both are there. Each line on its
standard input sets what holds from then on: <one-way delay in ms> <jitter in ms> <loss, 0 to 1>.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001


def open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22s", name.encode(), IFF_TUN_NO_PI, b""))
    return device


def main():
    ends = [open_tun(name) for name in sys.argv[1:3]]
    other = {ends[0]: ends[1], ends[1]: ends[0]}
    print("ready", flush=True)
    delay, jitter, loss = 0.0, 0.0, 0.0
    # Packets on their way: when they are due, in which order they came, where they go.
    travelling = []
    last_due = {ends[0]: 0.0, ends[1]: 0.0}
    count = 0
    while True:
        wait = max(0.0, travelling[0][0] - time.monotonic()) if travelling else None
        readable, _, _ = select.select([sys.stdin, *ends], [], [], wait)
        now = time.monotonic()
        for end in readable:
            if end is sys.stdin:
                words = sys.stdin.readline().split()
                if not words:
                    return
                delay, jitter, loss = float(words[0]) / 1000, float(words[1]) / 1000, float(words[2])
                continue
            # Some at a time, so that what is due does not wait for what comes.
            for _ in range(32):
                try:
                    packet = os.read(end, 65536)
                except BlockingIOError:
                    break
                if random.random() < loss:
                    continue
                # Jitter is that of a queue: nothing overtakes.
                due = max(last_due[end], now + delay + random.uniform(0, jitter))
                last_due[end] = due
                count += 1
                heapq.heappush(travelling, (due, count, other[end], packet))
        now = time.monotonic()
        while travelling and travelling[0][0] <= now:
            _, _, end, packet = heapq.heappop(travelling)
            try:
                os.write(end, packet)
            except OSError:
                # A full queue, or a device that is down: the packet is lost, as on any line.
                pass


main()
