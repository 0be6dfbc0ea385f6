# SPDX-License-Identifier: Apache-2.0
"""Launches SEV-SNP guests as a monitor does: snp_client.py LAUNCHES VCPUS SIGNAL-EVERY-SECONDS (0: none)"""

import ctypes
import errno
import mmap
import os
import signal
import struct
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
LAUNCHES, VCPUS, EVERY = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
SIGNALS = [0]


def ioctl(descriptor, request, argument):
    done = LIBC.ioctl(descriptor, ctypes.c_ulong(request), argument)
    # KVM itself gives up making a machine when a signal comes
    while done < 0 and request == 0xAE01 and ctypes.get_errno() == errno.EINTR:
        done = LIBC.ioctl(descriptor, ctypes.c_ulong(request), argument)
    if done < 0:
        sys.exit("ioctl %#x: %s" % (request, os.strerror(ctypes.get_errno())))
    return done


def with_struct(descriptor, request, content):
    buffer = ctypes.create_string_buffer(content, len(content))
    ioctl(descriptor, request, buffer)
    if buffer.raw != content:
        sys.exit("ioctl %#x changed its struct" % request)


def command(vm, sev, number, content):
    struct_ = ctypes.create_string_buffer(content, max(len(content), 1))
    envelope = ctypes.create_string_buffer(struct.pack("<IIQII", number, 0, ctypes.addressof(struct_), 0, sev))
    ioctl(vm, 0xC008AEBA, envelope)
    status = struct.unpack("<I", envelope.raw[16:20])[0]
    if status:
        sys.exit("command %d: status %d" % (number, status))


def launch(kvm, sev):
    vm = ioctl(kvm, 0xAE01, ctypes.c_ulong(4))
    command(vm, sev, 22, bytes(48))
    command(vm, sev, 100, struct.pack("<Q", 0x30000).ljust(64, b"\0"))
    private = ioctl(vm, 0xC040AED4, ctypes.create_string_buffer(struct.pack("<QQ", 4096, 0).ljust(64, b"\0")))
    memory = mmap.mmap(-1, 8192)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    vcpus = [ioctl(vm, 0xAE41, ctypes.c_ulong(i)) for i in range(VCPUS)]
    region = struct.pack("<IIQQQQI", 0, 4, 0xFFFFF000, 4096, address, 0, private).ljust(160, b"\0")
    with_struct(vm, 0x40A0AE49, region)
    with_struct(vm, 0x4020AED2, struct.pack("<QQQQ", 0xFFFFF000, 4096, 8, 0))
    memory[4096:4100] = b"text"
    command(vm, sev, 101, struct.pack("<QQQBxHI", 0xFFFFF, address + 4096, 4096, 1, 0, 0).ljust(64, b"\0"))
    if memory[0:4] != b"text":
        sys.exit("a private page is not in its slot")
    for i, vcpu in enumerate(vcpus):
        with_struct(vcpu, 0x4090AE82, struct.pack("<18Q", *([i] * 16 + [0xFFF0, 2])))
    command(vm, sev, 102, bytes(88))
    for descriptor in vcpus + [private, vm]:
        os.close(descriptor)


def count(number, frame):
    SIGNALS[0] += 1


signal.signal(signal.SIGALRM, count)
signal.siginterrupt(signal.SIGALRM, False)
KVM, SEV = os.open("/dev/kvm", os.O_RDWR), os.open("/dev/sev", os.O_RDWR)
signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
for _ in range(LAUNCHES):
    launch(KVM, SEV)
signal.setitimer(signal.ITIMER_REAL, 0)
signal.signal(signal.SIGALRM, signal.SIG_IGN)
print(SIGNALS[0])
