// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;

/**
 * {@code SEV_GET_ID2} (8): the chip's identity. Firmware of API 0.16 or newer.
 *
 * <pre>{@code
 * Bytes id = LengthQuery.fetch(channel, GetId2.LENGTH).content();
 * }</pre>
 *
 * @param capacity room for the answer in bytes, at most 16 KiB; 0 asks for its length
 */
public record GetId2(int capacity) implements PlatformCommand<Blob>, LengthAsked<Blob, GetId2> {
    private static final Pointer ANSWER = Pointer.of("address", 0, "length", 8);

    static final Codec<GetId2, Blob> CODEC = Codec.<GetId2>of(
                    8,
                    CommandNames.GET_ID2,
                    Layout.of("sev_user_data_get_id2", 12, ANSWER),
                    (c, out) -> out.room(ANSWER, c.capacity),
                    in -> new GetId2(in.driverCapacity(ANSWER)))
            .answers(ANSWER, GetId2::capacity);

    /** Asks how long the answer is. */
    public static final GetId2 LENGTH = new GetId2(0);

    /** Checks the capacity. */
    public GetId2 {
        Buffers.requireCapacity("capacity", capacity);
    }

    @Override
    public Codec<GetId2, Blob> codec() {
        return CODEC;
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.READ;
    }

    @Override
    public boolean asksLength() {
        return capacity == 0;
    }

    @Override
    public GetId2 withRoomFor(Blob lengths) {
        return new GetId2(lengths.room(name()));
    }
}
