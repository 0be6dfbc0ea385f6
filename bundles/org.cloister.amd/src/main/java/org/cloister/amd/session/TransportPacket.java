// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A packet of a session (SEV API, 55766, "Data Transport"): content encrypted with the TEK and authenticated with the
 * TIK. Immutable. Who has many of one session takes a {@link PacketEngine}.
 *
 * @param header 52 bytes
 * @param payload the encrypted content
 */
public record TransportPacket(PacketHeader header, Bytes payload) {
    private static final int BOUND_SINCE = 17;

    /**
     * Seals content.
     *
     * @param iv 16 bytes, never used before with these keys
     * @param content to be encrypted; the caller wipes it
     * @param bound what else is authenticated; see {@link #binding}
     */
    public static TransportPacket seal(PacketKind kind, TransportKeys keys, Bytes iv, byte[] content, Bytes bound) {
        try (PacketEngine engine = PacketEngine.of(keys)) {
            return engine.seal(kind, iv, content, bound);
        }
    }

    /**
     * What a secret is bound to beside its session: since API 0.17 the code of the guest's measurement, before nothing.
     *
     * @param measure the authentication code that LAUNCH_MEASURE gave, its first 32 bytes
     */
    public static Bytes binding(int apiMajor, int apiMinor, Bytes measure) {
        if (measure.length() != LaunchMeasurementMac.SIZE) {
            throw Problem.input(SessionCodes.PACKET_MEASURE, "the measurement's code has the wrong length")
                    .found(measure.length() + " bytes")
                    .expected(LaunchMeasurementMac.SIZE + " bytes, without the nonce behind them")
                    .exception();
        }
        return apiMajor > 0 || apiMinor >= BOUND_SINCE ? measure : Bytes.EMPTY;
    }

    /**
     * Whether its authentication code is right. The comparison takes the same time wherever the codes differ.
     *
     * @param length of the content once it is in the guest's memory, in bytes
     * @param bound what else is authenticated
     */
    public boolean authentic(PacketKind kind, TransportKeys keys, int length, Bytes bound) {
        try (PacketEngine engine = PacketEngine.of(keys)) {
            return engine.authentic(kind, this, length, bound);
        }
    }

    /**
     * The content in clear; asks for no authenticity, see {@link #authentic}.
     *
     * @return as many bytes as the payload has, for the caller to wipe
     */
    public byte[] decrypt(TransportKeys keys) {
        try (PacketEngine engine = PacketEngine.of(keys)) {
            return engine.decrypt(this);
        }
    }
}
