// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter's program, executed here as the kernel does. */
class CallFilterTest {
    private static final int X86_64 = 0xC000003E;
    private static final int I386 = 0x40000003;

    private static final CallFilter FILTER = CallFilter.of(
            Set.of(SystemCall.OPENAT, SystemCall.EXECVE), Set.of(0xC008AEBAL, 7L), Map.of(0xAE03L, Set.of(235, 233)));

    @ParameterizedTest
    @CsvSource({
        "openat, 257, 0, 0, 0, 0x7fc00000",
        "execve, 59, 0, 0, 0, 0x7fc00000",
        "read, 0, 0, 0, 0, 0x7fff0000",
        "ioctl of the first request, 16, 0xC008AEBA, 0, 0, 0x7fc00000",
        "ioctl of the second, 16, 7, 0, 0, 0x7fc00000",
        "ioctl of another, 16, 8, 0, 0, 0x7fff0000",
        "a request's argument, 16, 0xAE03, 235, 0, 0x7fc00000",
        "another of its arguments, 16, 0xAE03, 233, 0, 0x7fc00000",
        "an argument that is not trapped, 16, 0xAE03, 1, 0, 0x7fff0000",
        "the first register, 17, 0, 8, 0xC0010000, 0x7fc00000",
        "the last register, 17, 0, 8, 0xC001FFFF, 0x7fc00000",
        "behind the registers, 17, 0, 8, 0xC0020000, 0x7fff0000",
        "before the registers, 17, 0, 8, 0xC000FFFF, 0x7fff0000",
        "a read of another length, 17, 0, 4096, 0xC0010000, 0x7fff0000",
        "rings, 425, 0, 0, 0, 0x50026",
        "x32, 0x40000101, 0, 0, 0, 0x50026"
    })
    void aCallIsTrappedByItsNumberAndArguments(
            String what, String number, String second, String third, String fourth, String answer) {
        assertThat(execute(X86_64, number(number), number(second), number(third), number(fourth)))
                .as(what)
                .isEqualTo(number(answer));
    }

    @ParameterizedTest
    @CsvSource({"257", "59", "425"})
    void callsOfAnotherArchitecturePass(int number) {
        assertThat(execute(I386, number, 0, 0, 0)).isEqualTo(0x7fff0000);
    }

    private static int number(String text) {
        return Long.decode(text).intValue();
    }

    // struct seccomp_data: number, architecture, instruction pointer, six arguments
    private static int execute(int architecture, int number, int second, int third, int fourth) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number)
                .putInt(4, architecture)
                .putInt(24, second)
                .putInt(32, third)
                .putInt(40, fourth);
        ByteBuffer program = ByteBuffer.wrap(FILTER.program()).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        int at = 0;
        while (true) {
            int code = program.getShort(at * 8);
            int yes = program.get(at * 8 + 2) & 0xff;
            int no = program.get(at * 8 + 3) & 0xff;
            int value = program.getInt(at * 8 + 4);
            at++;
            switch (code) {
                case 0x20 -> accumulator = data.getInt(value);
                case 0x05 -> at += value;
                case 0x15 -> at += accumulator == value ? yes : no;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, value) >= 0 ? yes : no;
                case 0x06 -> {
                    return value;
                }
                default -> throw new AssertionError("instruction " + code);
            }
        }
    }
}
