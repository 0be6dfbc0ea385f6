// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Optional;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;

/**
 * Which processor it is, by CPUID leaf 1 (AMD APM volume 3, appendix E.3.2).
 *
 * @param signature in EAX
 */
record Processor(CpuSignature signature) {
    static Optional<Processor> of(Host host) {
        return host.cpuid(CpuidLeaf.SIGNATURE)
                .map(leaf -> new Processor(new CpuSignature(leaf.eax())))
                .filter(processor -> processor.signature.family() != 0);
    }

    Optional<Generation> generation() {
        return Generations.find(signature.family(), signature.model());
    }

    // Both numbers fit into a byte or are little larger: family 1ah, model 11h
    private static String hex(int number) {
        return (number < 0x10 ? "0" : "") + Integer.toHexString(number) + "h";
    }

    @Override
    public String toString() {
        String name = generation().map(one -> one.product() + ", ").orElse("");
        return name + "family " + hex(signature.family()) + ", model " + hex(signature.model());
    }
}
