// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.HashMap;
import java.util.Map;
import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;

/** A process's memory, as a table of what was placed. */
public final class CallerMemory implements AddressSpace {
    private final Map<Long, byte[]> placed = new HashMap<>();

    @Override
    public long place(Bytes content) {
        long address = 0x10000L * (placed.size() + 1);
        placed.put(address, content.toArray());
        return address;
    }

    @Override
    public Bytes read(long address, int length) {
        return Bytes.of(at(address, length), 0, length);
    }

    @Override
    public void write(long address, Bytes content) {
        content.copyTo(0, at(address, content.length()), 0, content.length());
    }

    private byte[] at(long address, int length) {
        byte[] content = placed.get(address);
        if (content == null || content.length < length) {
            throw new SevCommandException("access", Errno.EFAULT, FirmwareStatus.NOT_CALLED);
        }
        return content;
    }
}
