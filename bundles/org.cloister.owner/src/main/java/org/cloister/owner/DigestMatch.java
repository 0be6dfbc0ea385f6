package org.cloister.owner;

import java.util.List;
import org.cloister.api.GuestType;

/**
 * A way of launching that gives an observed digest. Immutable.
 *
 * @param type the guest type
 * @param profile what the initial registers follow
 * @param vcpuTypes QEMU's names of the processor model, all of one signature; empty where registers are not measured
 * @param vcpus how many virtual processors; 0 where they are not measured
 * @param guestFeatures the SEV features of every VMSA, unsigned 64 bits
 * @param kernelHashes whether the kernel is measured
 */
public record DigestMatch(
        GuestType type, String profile, List<String> vcpuTypes, int vcpus, long guestFeatures, boolean kernelHashes) {
    /** Copies the list. */
    public DigestMatch {
        vcpuTypes = List.copyOf(vcpuTypes);
    }
}
