// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.softsev.client.ClientMemory;

/** A client's memory as commands read and write it. */
record ClientSpace(ClientMemory client) implements AddressSpace {
    @Override
    public long place(Bytes content) {
        throw new UnsupportedOperationException("a client places its structs itself");
    }

    @Override
    public Bytes read(long address, int length) {
        byte[] content = new byte[length];
        require(client.read(address, content), "read", address, length);
        return Bytes.of(content);
    }

    @Override
    public void write(long address, Bytes content) {
        require(client.write(address, content.toArray()), "write", address, content.length());
    }

    private static void require(boolean done, String what, long address, int length) {
        if (!done) {
            String where = Numbers.hex(address) + ", " + length + " bytes";
            throw new SevCommandException(what, Errno.EFAULT, FirmwareStatus.NOT_CALLED, where);
        }
    }
}
