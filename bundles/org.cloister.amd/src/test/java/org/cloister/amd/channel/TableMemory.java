package org.cloister.amd.channel;

import java.util.HashMap;
import java.util.Map;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;

/** An address space of buffers that are read as a whole. */
final class TableMemory implements AddressSpace {
    private final Map<Long, Bytes> buffers = new HashMap<>();

    @Override
    public long place(Bytes content) {
        long address = 0x7f0000000000L + buffers.size() * 0x10000L;
        buffers.put(address, content);
        return address;
    }

    @Override
    public Bytes read(long address, int length) {
        Bytes buffer = buffers.get(address);
        if (buffer == null || buffer.length() != length) {
            throw new SevCommandException("read", Errno.EFAULT, FirmwareStatus.NOT_CALLED);
        }
        return buffer;
    }

    @Override
    public void write(long address, Bytes content) {
        buffers.put(address, content);
    }
}
