// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import com.sun.jna.Pointer;
import org.cloister.amd.channel.AddressSpace;
import org.cloister.api.Bytes;

/** This process's memory as the kernel sees it: whatever address it is given. */
final class NativeMemory implements AddressSpace {
    @Override
    public long place(Bytes content) {
        throw new UnsupportedOperationException("the kernel places nothing");
    }

    @Override
    public Bytes read(long address, int length) {
        return length == 0 ? Bytes.EMPTY : Bytes.of(new Pointer(address).getByteArray(0, length));
    }

    @Override
    public void write(long address, Bytes content) {
        new Pointer(address).write(0, content.toArray(), 0, content.length());
    }
}
