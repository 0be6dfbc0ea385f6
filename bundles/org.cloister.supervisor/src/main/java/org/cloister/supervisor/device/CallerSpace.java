// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.supervisor.linux.ProcessMemory;

/** The memory of the process that issued a command. */
record CallerSpace(ProcessMemory memory) implements AddressSpace {
    @Override
    public long place(Bytes content) {
        throw new IllegalStateException("nothing is placed in a program's memory");
    }

    @Override
    public Bytes read(long address, int length) {
        return Bytes.wrap(memory.read(address, length).orElseThrow(CallerSpace::fault));
    }

    @Override
    public void write(long address, Bytes content) {
        if (!memory.write(address, content.toArray())) {
            throw fault();
        }
    }

    private static SevCommandException fault() {
        return new SevCommandException("SEV_ISSUE_CMD", Errno.EFAULT, FirmwareStatus.NOT_CALLED);
    }
}
