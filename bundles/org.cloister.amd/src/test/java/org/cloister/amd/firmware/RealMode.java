// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.api.Bytes;

/** The few instructions in 16-bit real mode that the sample firmware consists of, carried out one by one. */
final class RealMode {
    private static final int MOST_STEPS = 10_000;

    private final Bytes code;
    private final byte[] secretArea;
    private final StringBuilder out = new StringBuilder();
    private int ip;
    private int al;
    private int ax;
    private int bx;
    private int cx;
    private int dx;
    private int si;
    private boolean zero;

    /**
     * A processor.
     *
     * @param secretArea what lies at 0x16000, its first 16 bytes
     */
    RealMode(Bytes code, byte[] secretArea) {
        this.code = code;
        this.secretArea = secretArea;
    }

    /** Runs from an offset up to HLT; what was written to the serial port. */
    String run(int start) {
        ip = start;
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            if (code.at(ip) == 0xf4) {
                assertThat(code.slice(ip + 1, 2).hex()).as("what follows HLT").isEqualTo("ebfd");
                return out.toString();
            }
            ip = step(code.at(ip)) & 0xffff;
        }
        throw new AssertionError("the firmware does not halt");
    }

    private int step(int opcode) {
        switch (opcode) {
            case 0xb8 -> ax = word(); // mov ax
            case 0xb9 -> cx = word(); // mov cx
            case 0xba -> dx = word(); // mov dx
            case 0xbb -> bx = word(); // mov bx
            case 0xbe -> si = word(); // mov si
            case 0xe9 -> {
                return ip + 3 + word(); // jmp
            }
            default -> {
                return shorter(opcode);
            }
        }
        return ip + 3;
    }

    private int shorter(int opcode) {
        return switch (opcode) {
            case 0xfc, 0xfa -> ip + 1; // cld, cli
            case 0xee -> written(); // out dx, al
            case 0x2e -> loaded(); // cs lodsb
            case 0x84 -> tested(); // test al, al
            case 0x8e -> extraSegment(); // mov es, ax
            case 0x31 -> expected("31ff", 2); // xor di, di
            case 0xf3 -> compared(); // repe cs cmpsw
            case 0x74 -> ip + 2 + (zero ? near() : 0); // jz
            case 0x75 -> ip + 2 + (zero ? 0 : near()); // jne
            case 0xeb -> ip + 2 + near(); // jmp
            case 0xff -> indirect(); // jmp bx
            default -> throw new AssertionError(String.format("opcode 0x%02x at 0x%x", opcode, ip));
        };
    }

    private int written() {
        assertThat(dx).isEqualTo(0x3f8);
        out.append((char) al);
        return ip + 1;
    }

    private int loaded() {
        al = code.at(si++);
        return expected("2eac", 2);
    }

    private int tested() {
        zero = al == 0;
        return expected("84c0", 2);
    }

    private int extraSegment() {
        assertThat(ax).isEqualTo(0x1600);
        return expected("8ec0", 2);
    }

    private int compared() {
        zero = code.slice(si, cx * 2).equals(Bytes.of(secretArea).slice(0, cx * 2));
        return expected("f32ea7", 3);
    }

    private int indirect() {
        expected("ffe3", 2);
        return bx;
    }

    private int expected(String hex, int length) {
        assertThat(code.slice(ip, length).hex()).isEqualTo(hex);
        return ip + length;
    }

    private int near() {
        return (byte) code.at(ip + 1);
    }

    private int word() {
        return code.at(ip + 1) | code.at(ip + 2) << 8;
    }
}
