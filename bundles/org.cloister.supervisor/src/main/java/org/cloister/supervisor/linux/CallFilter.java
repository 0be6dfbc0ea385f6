// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.status.Errno;

/**
 * Which system calls of a program are trapped, as a program of the kernel's filter machine (Linux,
 * Documentation/userspace-api/seccomp_filter.rst). Calls of other architectures pass: there is nothing to tell them.
 */
public final class CallFilter {
    private static final int LOAD = 0x20;
    private static final int JUMP = 0x05;
    private static final int EQUAL = 0x15;
    private static final int AT_LEAST = 0x35;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int NOTIFY = 0x7fc00000;
    private static final int FAIL = 0x00050000;

    // struct seccomp_data
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int SECOND = 24;
    private static final int THIRD = 32;
    private static final int FOURTH = 40;

    private static final int X86_64 = 0xC000003E;
    /** The first number of the x32 interface, whose calls are those of x86-64 by other numbers. */
    private static final int X32 = 0x40000000;

    private static final int INSTRUCTION = 8;

    private final Set<SystemCall> calls;
    private final Set<Long> requests;
    private final Map<Long, Set<Integer>> requestsWith;
    private final List<long[]> program = new ArrayList<>();

    private CallFilter(Set<SystemCall> calls, Set<Long> requests, Map<Long, Set<Integer>> requestsWith) {
        this.calls = calls;
        this.requests = requests;
        this.requestsWith = new LinkedHashMap<>(requestsWith);
    }

    /**
     * A filter.
     *
     * @param calls trapped whatever their arguments are
     * @param requests numbers of ioctl requests that are trapped
     * @param requestsWith numbers of ioctl requests that are trapped with one of these arguments
     */
    public static CallFilter of(Set<SystemCall> calls, Set<Long> requests, Map<Long, Set<Integer>> requestsWith) {
        return new CallFilter(calls, requests, requestsWith);
    }

    /** The program: instructions of 8 bytes. */
    byte[] program() {
        program.clear();
        load(ARCHITECTURE);
        unless(EQUAL, X86_64, ALLOW);
        load(NUMBER);
        when(AT_LEAST, X32, FAIL | Errno.ENOSYS);
        // Rings carry calls that no filter sees; programs do without where there are none
        when(EQUAL, SystemCall.IO_URING_SETUP.number(), FAIL | Errno.ENOSYS);
        calls.forEach(call -> when(EQUAL, call.number(), NOTIFY));
        registersOfModel();
        load(NUMBER);
        unless(EQUAL, SystemCall.IOCTL.number(), ALLOW);
        load(SECOND);
        requests.forEach(request -> when(EQUAL, request.intValue(), NOTIFY));
        requestsWith.forEach(this::withArguments);
        end(ALLOW);
        return encoded();
    }

    // pread64 of 8 bytes at the numbers of AMD's own registers, C001_0000 to C001_FFFF: beyond most files
    private void registersOfModel() {
        skipUnless(SystemCall.PREAD64.number(), 7);
        load(THIRD);
        skipUnless(Long.BYTES, 4);
        load(FOURTH);
        program.add(new long[] {AT_LEAST, 0, 2, 0xC0010000});
        program.add(new long[] {AT_LEAST, 1, 0, 0xC0020000});
        end(NOTIFY);
    }

    private void withArguments(long request, Set<Integer> arguments) {
        skipUnless((int) request, arguments.size() * 2 + 2);
        load(THIRD);
        arguments.forEach(argument -> when(EQUAL, argument, NOTIFY));
        end(ALLOW);
    }

    private void load(int offset) {
        program.add(new long[] {LOAD, 0, 0, offset});
    }

    private void when(int test, int value, int answer) {
        program.add(new long[] {test, 0, 1, value});
        end(answer);
    }

    private void unless(int test, int value, int answer) {
        program.add(new long[] {test, 1, 0, value});
        end(answer);
    }

    private void skipUnless(int value, int instructions) {
        program.add(new long[] {EQUAL, 1, 0, value});
        program.add(new long[] {JUMP, 0, 0, instructions});
    }

    private void end(int answer) {
        program.add(new long[] {RETURN, 0, 0, answer});
    }

    private byte[] encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(program.size() * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN);
        program.forEach(one -> bytes.putShort((short) one[0])
                .put((byte) one[1])
                .put((byte) one[2])
                .putInt((int) one[3]));
        return bytes.array();
    }
}
