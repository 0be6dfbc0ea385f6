// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;

/**
 * {@code KVM_SEV_INIT2} (22): readies a machine of type SEV, SEV-ES or SEV-SNP. Before any vCPU is made.
 *
 * <pre>{@code
 * channel.execute(new SevInit2(0, 0, 0));
 * }</pre>
 *
 * @param vmsaFeatures SEV features of every VMSA, unsigned 64 bits; for SNP without bit 0, which the kernel sets itself
 *     and which the settings of a guest have ({@link org.cloister.amd.launch.GuestSettings#guestFeatures()})
 * @param flags unsigned 32 bits; must be 0
 * @param ghcbVersion highest GHCB protocol version, unsigned 16 bits; 0 for the kernel's choice
 */
public record SevInit2(long vmsaFeatures, int flags, int ghcbVersion) implements SevCommand<SevCommand.Done> {
    private static final Slot VMSA_FEATURES = Slot.hex("vmsa_features", 0, 8);
    private static final Slot FLAGS = Slot.hex("flags", 8, 4);
    private static final Slot GHCB_VERSION = Slot.number("ghcb_version", 12, 2);

    static final Codec<SevInit2, SevCommand.Done> CODEC = Codec.<SevInit2>of(
                    22,
                    CommandNames.INIT2,
                    Layout.of("kvm_sev_init", 48, VMSA_FEATURES, FLAGS, GHCB_VERSION),
                    SevInit2::write,
                    in -> new SevInit2(in.number(VMSA_FEATURES), in.word(FLAGS), in.word(GHCB_VERSION)))
            .with(CommandEffect.INITIALISES);

    @Override
    public Codec<SevInit2, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(VMSA_FEATURES, vmsaFeatures);
        out.put(FLAGS, flags);
        out.put(GHCB_VERSION, ghcbVersion);
    }
}
