// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A program's memory: one array, from an address on; and the structs that the program makes of the kernel's header. */
final class Process implements ClientMemory {
    static final long BASE = 0x7f0000000000L;
    private static final int ENVELOPE = 0x100;
    private static final int STRUCT = 0x200;

    final byte[] bytes;
    /** What is pinned, by address and length. */
    final List<String> pinned = new ArrayList<>();
    /** What happens before an address is read. */
    volatile LongConsumer beforeRead = address -> {};

    Process(int size) {
        bytes = new byte[size];
    }

    /** What a command came to: the kernel's error number and {@code kvm_sev_cmd.error}. */
    record Answer(int errno, int error) {}

    @Override
    public boolean read(long address, byte[] target) {
        beforeRead.accept(address);
        boolean there = within(address, target.length);
        if (there) {
            System.arraycopy(bytes, at(address), target, 0, target.length);
        }
        return there;
    }

    @Override
    public boolean write(long address, byte[] source) {
        boolean there = within(address, source.length);
        if (there) {
            System.arraycopy(source, 0, bytes, at(address), source.length);
        }
        return there;
    }

    @Override
    public Optional<Pin> pin(long address, long length) {
        String what = Long.toHexString(address) + "+" + length;
        if (!within(address, length)) {
            return Optional.empty();
        }
        pinned.add(what);
        return Optional.of(() -> pinned.remove(what));
    }

    /** {@code ioctl(vm, KVM_MEMORY_ENCRYPT_OP)} with a struct; the firmware was not asked when the error stays -1. */
    Answer op(ClientMachine machine, int id, byte[] struct) {
        write(BASE + STRUCT, struct);
        return op(machine, id, struct.length == 0 ? 0 : BASE + STRUCT);
    }

    Answer op(ClientMachine machine, int id, long data) {
        ByteBuffer envelope =
                struct(24).putInt(0, id).putLong(8, data).putInt(16, -1).putInt(20, 3);
        write(BASE + ENVELOPE, envelope.array());
        int errno = machine.memoryEncryptOp(BASE + ENVELOPE);
        return new Answer(errno, words(BASE + ENVELOPE, 24).getInt(16));
    }

    /** The last command's struct, as it is after the call. */
    ByteBuffer answered(int size) {
        return words(BASE + STRUCT, size);
    }

    ByteBuffer words(long address, int size) {
        byte[] copy = new byte[size];
        read(address, copy);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ByteBuffer struct(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean within(long address, long length) {
        return address >= BASE && length >= 0 && address - BASE + length <= bytes.length;
    }

    private static int at(long address) {
        return (int) (address - BASE);
    }
}
