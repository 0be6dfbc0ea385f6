// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;

/**
 * {@code KVM_SEV_SNP_LAUNCH_UPDATE} (101): measures and encrypts pages that were made private before. It may stop
 * early; the answer contains where to go on.
 *
 * <pre>{@code
 * memory.turn(0, 0x2000, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
 * SnpLaunchUpdate.Rest rest =
 *         new SnpLaunchUpdate.Rest(0, memory.hostAddress(0).orElseThrow(), 0x2000);
 * while (rest.length() > 0) {
 *     rest = channel.execute(
 *             new SnpLaunchUpdate(rest.gfnStart(), rest.uaddr(), rest.length(), SnpPageType.NORMAL, 0));
 * }
 * }</pre>
 *
 * @param gfnStart the first guest frame number (guest-physical address divided by 4096)
 * @param uaddr the address of the plaintext; ignored for {@link SnpPageType#ZERO}
 * @param length bytes, a multiple of 4096
 * @param type how the pages come in
 * @param flags unsigned 16 bits; must be 0
 */
public record SnpLaunchUpdate(long gfnStart, long uaddr, long length, SnpPageType type, int flags)
        implements SevCommand<SnpLaunchUpdate.Rest> {
    private static final Slot GFN_START = Slot.hex("gfn_start", 0, 8);
    private static final Slot ADDRESS = Slot.hex("uaddr", 8, 8);
    private static final Slot LENGTH = Slot.number("len", 16, 8);
    private static final Slot TYPE = Slot.number("type", 24, 1);
    private static final Slot FLAGS = Slot.hex("flags", 26, 2);

    static final Codec<SnpLaunchUpdate, Rest> CODEC = Codec.of(
                    101,
                    CommandNames.SNP_LAUNCH_UPDATE,
                    Layout.of("kvm_sev_snp_launch_update", 64, GFN_START, ADDRESS, LENGTH, TYPE, FLAGS),
                    SnpLaunchUpdate::write,
                    SnpLaunchUpdate::read)
            .answers((c, rest, out) -> rest.write(out), (c, in) -> Rest.read(in));

    @Override
    public Codec<SnpLaunchUpdate, Rest> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        new Rest(gfnStart, uaddr, length).write(out);
        out.put(TYPE, type.code());
        out.put(FLAGS, flags);
    }

    private static SnpLaunchUpdate read(CommandStruct in) {
        Rest all = Rest.read(in);
        SnpPageType type = SnpPageType.of(in.word(TYPE)).orElseThrow(() -> in.invalid("page type " + in.word(TYPE)));
        return new SnpLaunchUpdate(all.gfnStart, all.uaddr, all.length, type, in.word(FLAGS));
    }

    /** The command for what is left. */
    public SnpLaunchUpdate from(Rest rest) {
        return new SnpLaunchUpdate(rest.gfnStart, rest.uaddr, rest.length, type, flags);
    }

    /**
     * What is left to do: the command's struct after the call.
     *
     * @param gfnStart the first frame that was not done
     * @param uaddr the address of its plaintext
     * @param length bytes that were not done; 0 when all was
     */
    public record Rest(long gfnStart, long uaddr, long length) {
        // The kernel moves these three fields on as it works.
        private void write(CommandStruct out) {
            out.put(GFN_START, gfnStart);
            out.put(ADDRESS, uaddr);
            out.put(LENGTH, length);
        }

        private static Rest read(CommandStruct in) {
            return new Rest(in.number(GFN_START), in.number(ADDRESS), in.number(LENGTH));
        }
    }
}
