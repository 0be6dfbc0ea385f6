// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The first serial port of a PC, a 16550: what the guest writes goes to a stream, and there is never anything to read.
 * It never interrupts, so a guest has to poll it, as firmware and a kernel's early console do.
 */
final class SerialPort {
    /** The first of its eight ports. */
    static final int BASE = 0x3f8;

    private static final int DATA = 0;
    private static final int INTERRUPT_ENABLE = 1;
    private static final int INTERRUPT_ID = 2;
    private static final int LINE_CONTROL = 3;
    private static final int LINE_STATUS = 5;
    private static final int MODEM_STATUS = 6;

    private static final int DIVISOR_ACCESS = 0x80;
    private static final int NO_INTERRUPT = 0x01;
    private static final int TRANSMITTER_EMPTY = 0x60;
    private static final int CONNECTED = 0xb0;

    private final OutputStream console;
    /** What was written to each register, to be read back where the chip does so. */
    private final int[] registers = new int[8];

    private final int[] divisor = new int[2];

    SerialPort(OutputStream console) {
        this.console = console;
    }

    static boolean owns(int port) {
        return port >= BASE && port < BASE + 8;
    }

    void write(int port, int value) throws IOException {
        int register = port - BASE;
        if (register <= INTERRUPT_ENABLE && divisorAccess()) {
            divisor[register] = value;
        } else if (register == DATA) {
            console.write(value);
            console.flush();
        } else {
            registers[register] = value;
        }
    }

    int read(int port) {
        int register = port - BASE;
        if (register <= INTERRUPT_ENABLE && divisorAccess()) {
            return divisor[register];
        }
        return switch (register) {
            case DATA -> 0;
            case INTERRUPT_ID -> NO_INTERRUPT;
            case LINE_STATUS -> TRANSMITTER_EMPTY;
            case MODEM_STATUS -> CONNECTED;
            default -> registers[register];
        };
    }

    private boolean divisorAccess() {
        return (registers[LINE_CONTROL] & DIVISOR_ACCESS) != 0;
    }
}
