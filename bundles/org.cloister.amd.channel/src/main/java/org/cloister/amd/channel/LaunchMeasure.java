// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;

/**
 * {@code KVM_SEV_LAUNCH_MEASURE} (6): ends the measured part of the launch and answers with the launch measurement: 32
 * bytes of HMAC and the 16 of its nonce. For SEV and SEV-ES.
 *
 * <pre>{@code
 * Bytes measurement = LengthQuery.fetch(channel, LaunchMeasure.LENGTH).content();
 * }</pre>
 *
 * @param capacity room for the answer in bytes, at most 16 KiB; 0 asks for its length
 */
public record LaunchMeasure(int capacity) implements SevCommand<Blob>, LengthAsked<Blob, LaunchMeasure> {
    private static final Pointer ANSWER = Pointer.of("uaddr", 0, "len", 8);

    static final Codec<LaunchMeasure, Blob> CODEC = Codec.<LaunchMeasure>of(
                    6,
                    CommandNames.LAUNCH_MEASURE,
                    Layout.of("kvm_sev_launch_measure", 16, ANSWER),
                    (c, out) -> out.room(ANSWER, c.capacity),
                    in -> new LaunchMeasure(in.capacity(ANSWER)))
            .answers(ANSWER, LaunchMeasure::capacity);

    /** Asks how long the measurement is. */
    public static final LaunchMeasure LENGTH = new LaunchMeasure(0);

    /** Checks the capacity. */
    public LaunchMeasure {
        Buffers.requireCapacity("capacity", capacity);
    }

    @Override
    public Codec<LaunchMeasure, Blob> codec() {
        return CODEC;
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
