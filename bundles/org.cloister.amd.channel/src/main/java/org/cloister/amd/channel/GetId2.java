// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * {@code SEV_GET_ID2} (8): the chip's identity. Firmware of API 0.16 or newer.
 *
 * @param capacity room for the answer in bytes, at most 16 KiB; 0 asks for its length
 */
public record GetId2(int capacity) implements PlatformCommand<Blob>, LengthAsked<Blob, GetId2> {
    /** Asks how long the answer is. */
    public static final GetId2 LENGTH = new GetId2(0);

    /** Checks the capacity. */
    public GetId2 {
        Buffers.requireCapacity("capacity", capacity);
    }

    @Override
    public int id() {
        return 8;
    }

    @Override
    public String name() {
        return "GET_ID2";
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
