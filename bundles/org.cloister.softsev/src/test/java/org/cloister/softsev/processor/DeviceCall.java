// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import org.cloister.amd.channel.PlatformCodec;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.machine.CallerMemory;

/** The platform's commands as a process gives them: as bytes in its memory. */
public record DeviceCall(SoftProcessor processor, CallerMemory caller) {
    /**
     * What came back.
     *
     * @param status of the firmware; -1 when it was not asked
     * @param struct the command's, as it is afterwards
     */
    public record Answer(int errno, int status, Bytes struct) {}

    /** Carries out a command on the device, which was opened for writing or not. */
    public Answer call(PlatformCommand<?> command, boolean writable) {
        Bytes struct = PlatformCodec.encode(command, caller);
        long data = struct.length() == 0 ? 0 : caller.place(struct);
        long argument = caller.place(new PlatformEnvelope(command.id(), data, FirmwareStatus.NOT_CALLED).encode());
        int errno = new EncodedPlatformCommands(processor.commands(), processor.platform())
                .call(argument, writable, caller);
        int status = PlatformEnvelope.decode(caller.read(argument, PlatformEnvelope.SIZE))
                .error();
        return new Answer(errno, status, data == 0 ? Bytes.EMPTY : caller.read(data, struct.length()));
    }
}
