// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.List;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.softsev.client.MemoryEncryptOp;

/** A machine's commands as a process gives them: as bytes in its memory. */
record MachineCall(SoftMachine machine, CallerMemory caller) {
    /** Errno and firmware status; the firmware was not asked when the latter is -1. */
    List<Integer> call(int id, long data) {
        long argument = caller.place(new SevEnvelope(id, data, FirmwareStatus.NOT_CALLED, 3).encode());
        int errno = machine.adapt(MemoryEncryptOp.class).orElseThrow().call(argument, caller);
        int status = SevEnvelope.decode(caller.read(argument, SevEnvelope.SIZE)).error();
        return List.of(errno, status);
    }
}
