// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_SNP_LAUNCH_FINISH} (102): measures every vCPU's VMSA, checks the ID block when there is one, and ends
 * the launch.
 *
 * <pre>{@code
 * Bytes hostData = Bytes.of(new byte[32]);
 * channel.execute(new SnpLaunchFinish(Optional.empty(), false, false, hostData, 0));
 * }</pre>
 *
 * @param idBlock 96 bytes and the 4096 bytes of its authentication, or empty
 * @param authorKeyEnabled whether the authentication carries an author key
 * @param vcekDisabled whether the guest may not have reports signed by the VCEK
 * @param hostData 32 bytes that every report repeats
 * @param flags unsigned 16 bits; must be 0
 */
public record SnpLaunchFinish(
        Optional<SignedIdBlock> idBlock, boolean authorKeyEnabled, boolean vcekDisabled, Bytes hostData, int flags)
        implements SevCommand<SevCommand.Done> {
    private static final Slot ID_BLOCK = Slot.hex("id_block_uaddr", 0, 8);
    private static final Slot ID_AUTH = Slot.hex("id_auth_uaddr", 8, 8);
    private static final Slot ID_BLOCK_EN = Slot.number("id_block_en", 16, 1);
    private static final Slot AUTH_KEY_EN = Slot.number("auth_key_en", 17, 1);
    private static final Slot VCEK_DISABLED = Slot.number("vcek_disabled", 18, 1);
    private static final Slot HOST_DATA = Slot.bytes("host_data", 19, 32);
    private static final Slot FLAGS = Slot.hex("flags", 54, 2);
    private static final Layout STRUCT = Layout.of(
            "kvm_sev_snp_launch_finish",
            88,
            ID_BLOCK,
            ID_AUTH,
            ID_BLOCK_EN,
            AUTH_KEY_EN,
            VCEK_DISABLED,
            HOST_DATA,
            FLAGS);

    static final Codec<SnpLaunchFinish, SevCommand.Done> CODEC = Codec.<SnpLaunchFinish>of(
                    102, CommandNames.SNP_LAUNCH_FINISH, STRUCT, SnpLaunchFinish::write, SnpLaunchFinish::read)
            .with(CommandEffect.MEASURES_VCPUS, CommandEffect.FINISHES);

    /** Checks that all parts are there and the length of the host data. */
    public SnpLaunchFinish {
        Objects.requireNonNull(idBlock, "idBlock");
        Objects.requireNonNull(hostData, "hostData");
        if (hostData.length() != 32) {
            throw new IllegalArgumentException("host data has " + hostData.length() + " bytes, 32 are needed");
        }
    }

    @Override
    public Codec<SnpLaunchFinish, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        idBlock.ifPresent(signed -> writeIdBlock(signed, out));
        out.put(AUTH_KEY_EN, authorKeyEnabled);
        out.put(VCEK_DISABLED, vcekDisabled);
        out.put(HOST_DATA, hostData);
        out.put(FLAGS, flags);
    }

    private static SnpLaunchFinish read(CommandStruct in) {
        return new SnpLaunchFinish(
                in.word(ID_BLOCK_EN) == 0 ? Optional.empty() : Optional.of(readIdBlock(in)),
                in.word(AUTH_KEY_EN) != 0,
                in.word(VCEK_DISABLED) != 0,
                in.bytes(HOST_DATA),
                in.word(FLAGS));
    }

    private static void writeIdBlock(SignedIdBlock signed, CommandStruct out) {
        out.put(ID_BLOCK_EN, true);
        out.place(ID_BLOCK, signed.block());
        out.place(ID_AUTH, signed.authentication());
    }

    private static SignedIdBlock readIdBlock(CommandStruct in) {
        return new SignedIdBlock(in.required(ID_BLOCK, IdBlock.SIZE), in.required(ID_AUTH, IdAuthentication.SIZE));
    }
}
