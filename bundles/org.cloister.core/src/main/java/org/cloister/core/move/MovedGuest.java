// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Trust;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;

/**
 * What the stream says of its guest: the machine to make, and what people are shown. The sender's word; what protects
 * the guest is in the packets of its type.
 *
 * @param stream a number that no other stream has, 16 bytes
 * @param process the number of the process that sent it, 16 bytes
 * @param guest its name there
 * @param kept whether it runs on there
 * @param trust what stands behind the platform that it was on
 * @param plan memory, processors, policy and profile; without ranges
 * @param properties the settings that it was launched with
 * @param measurement what it was measured as when it was launched
 */
public record MovedGuest(
        Bytes stream,
        Bytes process,
        String guest,
        boolean kept,
        Trust trust,
        LaunchPlan plan,
        Map<String, String> properties,
        Optional<Measurement> measurement) {
    /** Copies the map and checks that all parts are there. */
    public MovedGuest {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(guest, "guest");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(plan, "plan");
        properties = Map.copyOf(properties);
        Objects.requireNonNull(measurement, "measurement");
    }

    /** The packet that it is. */
    public Packet packet() {
        return Packet.of(PacketType.GUEST, MovedGuestWriter.write(this));
    }

    /**
     * The first packet of a stream.
     *
     * @throws org.cloister.api.CloisterException {@code receive.stream}
     */
    public static MovedGuest next(PacketReader stream) throws IOException {
        return MovedGuestReader.read(stream.next(PacketType.GUEST).payload(), stream);
    }
}
