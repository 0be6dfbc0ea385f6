// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;

/**
 * {@code SEV_PEK_CSR} (3): the request to sign the platform endorsement key, for the platform's owner.
 *
 * <pre>{@code
 * Bytes request = LengthQuery.fetch(channel, PekCsr.LENGTH).content();
 * }</pre>
 *
 * @param capacity room for the answer in bytes, at most 16 KiB; 0 asks for its length
 */
public record PekCsr(int capacity) implements PlatformCommand<Blob>, LengthAsked<Blob, PekCsr> {
    private static final Pointer ANSWER = Pointer.of("address", 0, "length", 8);

    static final Codec<PekCsr, Blob> CODEC = Codec.<PekCsr>of(
                    3,
                    CommandNames.PEK_CSR,
                    Layout.of("sev_user_data_pek_csr", 12, ANSWER),
                    (c, out) -> out.room(ANSWER, c.capacity),
                    in -> new PekCsr(in.driverCapacity(ANSWER)))
            .answers(ANSWER, PekCsr::capacity);

    /** Asks how long the answer is. */
    public static final PekCsr LENGTH = new PekCsr(0);

    /** Checks the capacity. */
    public PekCsr {
        Buffers.requireCapacity("capacity", capacity);
    }

    @Override
    public Codec<PekCsr, Blob> codec() {
        return CODEC;
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.WRITE;
    }

    @Override
    public boolean asksLength() {
        return capacity == 0;
    }

    @Override
    public PekCsr withRoomFor(Blob lengths) {
        return new PekCsr(lengths.room(name()));
    }
}
