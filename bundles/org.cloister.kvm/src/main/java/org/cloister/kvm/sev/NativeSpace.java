// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.kvm.libc.Block;

/**
 * The buffers of one command in native memory. Only what was placed here can be read and written: a wrong address would
 * end the process.
 */
final class NativeSpace implements AddressSpace {
    private final List<Placed> placed = new ArrayList<>();

    private record Placed(Block block, int length) {
        boolean holds(long address, int count) {
            long from = address - block.address();
            return from >= 0 && count >= 0 && from <= length - count;
        }
    }

    @Override
    public long place(Bytes content) {
        Block block = Block.of(content);
        placed.add(new Placed(block, content.length()));
        return block.address();
    }

    @Override
    public Bytes read(long address, int length) {
        Placed at = at(address, length);
        return at.block().bytes(at.length()).slice((int) (address - at.block().address()), length);
    }

    @Override
    public void write(long address, Bytes content) {
        Placed at = at(address, content.length());
        at.block().buffer().put((int) (address - at.block().address()), content.toArray());
    }

    private Placed at(long address, int length) {
        return placed.stream()
                .filter(candidate -> candidate.holds(address, length))
                .findFirst()
                .orElseThrow(() -> new SevCommandException(
                        "a buffer",
                        Errno.EFAULT,
                        FirmwareStatus.NOT_CALLED,
                        length + " bytes at " + Numbers.hex(address)));
    }
}
