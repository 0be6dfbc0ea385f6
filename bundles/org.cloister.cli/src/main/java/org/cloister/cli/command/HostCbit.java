// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;

/** The position of a host's C-bit, as its processor answers it (AMD APM volume 3, E.4.17). */
final class HostCbit {
    private static final int POSITION = 0x3f;

    private HostCbit() {}

    /** Empty where the processor has no SEV, or cannot be asked. */
    static Optional<Integer> of(HostFacts host) {
        return leaf(host, CpuidLeaf.HIGHEST_EXTENDED)
                .filter(highest -> Integer.compareUnsigned(highest.eax(), CpuidLeaf.ENCRYPTED_MEMORY) >= 0)
                .flatMap(highest -> leaf(host, CpuidLeaf.ENCRYPTED_MEMORY))
                .filter(leaf -> (leaf.eax() >>> AmdType.SEV.cpuidBit() & 1) == 1)
                .map(leaf -> leaf.ebx() & POSITION);
    }

    private static Optional<HostFacts.Cpuid> leaf(HostFacts host, int number) {
        return host.cpuid(number, 0) instanceof Fact.Known<HostFacts.Cpuid> known
                ? Optional.of(known.value())
                : Optional.empty();
    }
}
