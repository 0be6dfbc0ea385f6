// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * {@code SEV_PEK_CSR} (3): the request to sign the platform endorsement key, for the platform's owner.
 *
 * @param capacity room for the answer in bytes, at most 16 KiB; 0 asks for its length
 */
public record PekCsr(int capacity) implements PlatformCommand<Blob>, LengthAsked<Blob, PekCsr> {
    /** Asks how long the answer is. */
    public static final PekCsr LENGTH = new PekCsr(0);

    /** Checks the capacity. */
    public PekCsr {
        Buffers.requireCapacity("capacity", capacity);
    }

    @Override
    public int id() {
        return 3;
    }

    @Override
    public String name() {
        return "PEK_CSR";
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
