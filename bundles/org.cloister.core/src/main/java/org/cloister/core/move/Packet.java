// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import org.cloister.api.Bytes;

/**
 * A packet of the stream.
 *
 * @param kind what it is
 * @param gpa the first guest-physical address that it is for; of a processor its number; else 0
 * @param size bytes of memory that it is for; else 0
 * @param payload what it carries
 */
public record Packet(PacketType kind, long gpa, int size, Bytes payload) {
    /** A packet that is for no memory. */
    public static Packet of(PacketType kind, Bytes payload) {
        return new Packet(kind, 0, 0, payload);
    }
}
