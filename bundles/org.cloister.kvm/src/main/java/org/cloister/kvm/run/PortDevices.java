// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.io.IOException;
import java.io.OutputStream;
import org.cloister.kvm.vm.exit.Exit;

/**
 * What a guest finds at its ports: one serial port. Everything else reads as all ones, as on an empty bus; what is
 * written there is lost.
 */
final class PortDevices {
    private final SerialPort serial;

    PortDevices(OutputStream console) {
        serial = new SerialPort(console);
    }

    /**
     * Takes what the guest wrote to a port. A wider access goes to neighbouring ports too, which is nothing that
     * drivers of the port do.
     */
    void take(Exit.PortWrite write) throws IOException {
        for (int unit = 0; unit < write.count() && SerialPort.owns(write.port()); unit++) {
            serial.write(write.port(), write.data().at(unit * write.size()));
        }
    }

    /** Answers a guest that reads a port. */
    void answer(Exit.PortRead read) {
        if (SerialPort.owns(read.port())) {
            byte[] values = new byte[read.answer().length()];
            for (int unit = 0; unit < read.count(); unit++) {
                values[unit * read.size()] = (byte) serial.read(read.port());
            }
            read.answer().set(values);
        }
    }
}
