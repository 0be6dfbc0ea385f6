// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_SNP_LAUNCH_START} (100): makes the guest's context and key.
 *
 * <pre>{@code
 * channel.execute(new SnpLaunchStart(0x30000, Bytes.of(new byte[16]), 0));
 * }</pre>
 *
 * @param policy the guest policy, unsigned 64 bits
 * @param gosvw guest-visible workarounds, 16 bytes
 * @param flags unsigned 16 bits; must be 0
 */
public record SnpLaunchStart(long policy, Bytes gosvw, int flags) implements SevCommand<SevCommand.Done> {
    private static final Slot POLICY = Slot.hex("policy", 0, 8);
    private static final Slot GOSVW = Slot.bytes("gosvw", 8, 16);
    private static final Slot FLAGS = Slot.hex("flags", 24, 2);

    static final Codec<SnpLaunchStart, SevCommand.Done> CODEC = Codec.of(
            100,
            CommandNames.SNP_LAUNCH_START,
            Layout.of("kvm_sev_snp_launch_start", 64, POLICY, GOSVW, FLAGS),
            SnpLaunchStart::write,
            in -> new SnpLaunchStart(in.number(POLICY), in.bytes(GOSVW), in.word(FLAGS)));

    /** Checks the length of the workarounds. */
    public SnpLaunchStart {
        Objects.requireNonNull(gosvw, "gosvw");
        if (gosvw.length() != 16) {
            throw new IllegalArgumentException("gosvw has " + gosvw.length() + " bytes, 16 are needed");
        }
    }

    @Override
    public Codec<SnpLaunchStart, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(POLICY, policy);
        out.put(GOSVW, gosvw);
        out.put(FLAGS, flags);
    }
}
