// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.util.Optional;
import org.cloister.softsev.client.ClientMemory;
import org.cloister.supervisor.linux.ProcessMemory;

/**
 * The memory of the program that made a machine.
 *
 * @param pid of its process
 */
record ProgramMemory(int pid) implements ClientMemory {
    @Override
    public boolean read(long address, byte[] target) {
        return new ProcessMemory(pid).read(address, target);
    }

    @Override
    public boolean write(long address, byte[] source) {
        return new ProcessMemory(pid).write(address, source);
    }

    // Nothing is encrypted where it lies, so nothing has to stay there: what is asked for has to be there
    @Override
    public Optional<Pin> pin(long address, long length) {
        return MemoryMap.of(pid).isWritable(address, length) ? Optional.of(() -> {}) : Optional.empty();
    }
}
