// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;

/** An address space of buffers; what lies outside them can be neither read nor written. */
final class TableMemory implements AddressSpace {
    static final long FIRST = 0x7f0000000000L;
    static final long APART = 0x200000;

    private final NavigableMap<Long, byte[]> buffers = new TreeMap<>();

    @Override
    public long place(Bytes content) {
        long address = FIRST + buffers.size() * APART;
        buffers.put(address, content.toArray());
        return address;
    }

    @Override
    public Bytes read(long address, int length) {
        Map.Entry<Long, byte[]> buffer = at(address, length);
        return Bytes.of(buffer.getValue(), (int) (address - buffer.getKey()), length);
    }

    @Override
    public void write(long address, Bytes content) {
        Map.Entry<Long, byte[]> buffer = at(address, content.length());
        content.copyTo(0, buffer.getValue(), (int) (address - buffer.getKey()), content.length());
    }

    private Map.Entry<Long, byte[]> at(long address, int length) {
        Map.Entry<Long, byte[]> buffer = buffers.floorEntry(address);
        if (buffer == null || address - buffer.getKey() > buffer.getValue().length - length) {
            throw new SevCommandException("access", Errno.EFAULT, FirmwareStatus.NOT_CALLED);
        }
        return buffer;
    }
}
