// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * {@code KVM_SEV_LAUNCH_MEASURE} (6): ends the measured part of the launch and answers with the launch measurement: 32
 * bytes of HMAC and the 16 of its nonce. For SEV and SEV-ES.
 *
 * @param capacity room for the answer in bytes, at most 16 KiB; 0 asks for its length
 */
public record LaunchMeasure(int capacity) implements SevCommand<Blob>, LengthAsked<Blob, LaunchMeasure> {
    /** Asks how long the measurement is. */
    public static final LaunchMeasure LENGTH = new LaunchMeasure(0);

    /** Checks the capacity. */
    public LaunchMeasure {
        Buffers.requireCapacity("capacity", capacity);
    }

    @Override
    public int id() {
        return 6;
    }

    @Override
    public String name() {
        return "LAUNCH_MEASURE";
    }

    @Override
    public boolean asksLength() {
        return capacity == 0;
    }

    @Override
    public LaunchMeasure withRoomFor(Blob lengths) {
        return new LaunchMeasure(lengths.room(name()));
    }
}
