// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code SNP_VLEK_LOAD} (12): loads the key by which reports are signed for a cloud provider, wrapped for this chip by
 * AMD. Needs SNP initialised.
 *
 * <pre>{@code
 * channel.execute(new SnpVlekLoad(wrapped));
 * }</pre>
 *
 * @param wrapped the hashstick, {@value #SIZE} bytes of ciphertext
 */
public record SnpVlekLoad(Bytes wrapped) implements PlatformCommand<SevCommand.Done> {
    private static final Slot LENGTH = Slot.number("len", 0, 4);
    private static final Slot VERSION = Slot.number("vlek_wrapped_version", 4, 1);
    private static final Slot ADDRESS = Slot.hex("vlek_wrapped_address", 8, 8);
    private static final Layout STRUCT = Layout.of("sev_user_data_snp_vlek_load", 16, LENGTH, VERSION, ADDRESS);

    static final Codec<SnpVlekLoad, SevCommand.Done> CODEC =
            Codec.of(12, CommandNames.SNP_VLEK_LOAD, STRUCT, SnpVlekLoad::write, SnpVlekLoad::read);

    /** Bytes of a wrapped VLEK hashstick. */
    public static final int SIZE = 432;

    /** Checks the length: the driver copies exactly so much. */
    public SnpVlekLoad {
        if (Objects.requireNonNull(wrapped, "wrapped").length() != SIZE) {
            throw new IllegalArgumentException("a wrapped VLEK has " + wrapped.length() + " bytes instead of " + SIZE);
        }
    }

    @Override
    public Codec<SnpVlekLoad, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(LENGTH, STRUCT.size());
        out.place(ADDRESS, wrapped);
    }

    // The struct tells its own length, and the version of what it points to.
    private static SnpVlekLoad read(CommandStruct in) {
        if (in.word(LENGTH) != STRUCT.size() || in.word(VERSION) != 0) {
            throw in.invalid("len " + in.number(LENGTH) + ", version " + in.word(VERSION));
        }
        return new SnpVlekLoad(in.required(ADDRESS, SIZE));
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.WRITE;
    }
}
