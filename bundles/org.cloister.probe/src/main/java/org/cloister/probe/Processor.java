// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Optional;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;

/**
 * Which processor it is, by CPUID leaf 1 (AMD APM volume 3, appendix E.3.2).
 *
 * @param family base and extended family together
 * @param model base and extended model together
 */
record Processor(int family, int model) {
    static Optional<Processor> of(Host host) {
        return host.cpuid(1).map(leaf -> of(leaf.eax())).filter(processor -> processor.family() != 0);
    }

    private static Processor of(int signature) {
        int family = (signature >>> 8 & 0xf) + (signature >>> 20 & 0xff);
        int model = (signature >>> 4 & 0xf) | (signature >>> 12 & 0xf0);
        return new Processor(family, model);
    }

    Optional<Generation> generation() {
        return Generations.find(family, model);
    }

    // Both numbers fit into a byte or are little larger: family 1ah, model 11h
    private static String hex(int number) {
        return (number < 0x10 ? "0" : "") + Integer.toHexString(number) + "h";
    }

    @Override
    public String toString() {
        String name = generation().map(one -> one.product() + ", ").orElse("");
        return name + "family " + hex(family) + ", model " + hex(model);
    }
}
