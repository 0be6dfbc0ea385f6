// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.api.GuestType;

/**
 * A way of launching that gives an observed digest. Immutable.
 *
 * @param type the guest type
 * @param profile what the initial registers follow
 * @param signature the signature of the processors (CPUID leaf 1, EAX); empty where it is not measured
 * @param vcpus how many virtual processors; 0 where they are not measured
 * @param guestFeatures the SEV features of every VMSA, unsigned 64 bits
 * @param kernelHashes whether the kernel is measured
 */
public record DigestMatch(
        GuestType type,
        String profile,
        Optional<Integer> signature,
        int vcpus,
        long guestFeatures,
        boolean kernelHashes) {
    /** Checks that all parts are there. */
    public DigestMatch {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(signature, "signature");
    }

    /**
     * QEMU's names of the processor models that have the signature; empty where it is not measured, or QEMU has no such
     * model.
     */
    public List<String> vcpuTypes() {
        return signature.stream()
                .flatMap(value -> CpuModel.withSignature(value).stream())
                .map(CpuModel::name)
                .toList();
    }
}
