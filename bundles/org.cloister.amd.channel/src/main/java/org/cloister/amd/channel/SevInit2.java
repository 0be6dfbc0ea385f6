// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * {@code KVM_SEV_INIT2} (22): readies a machine of type SEV, SEV-ES or SEV-SNP. Before any vCPU is made.
 *
 * @param vmsaFeatures SEV features of every VMSA, unsigned 64 bits; for SNP without bit 0, which the kernel sets itself
 * @param flags unsigned 32 bits; must be 0
 * @param ghcbVersion highest GHCB protocol version, unsigned 16 bits; 0 for the kernel's choice
 */
public record SevInit2(long vmsaFeatures, int flags, int ghcbVersion) implements SevCommand<SevCommand.Done> {
    @Override
    public int id() {
        return 22;
    }

    @Override
    public String name() {
        return "INIT2";
    }
}
