// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.secret;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cloister.amd.session.PacketKind;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.session.TransportPacket;
import org.cloister.api.Bytes;
import org.cloister.owner.measurement.ClaimedMeasurement;

/**
 * Packs secrets for one launch (SEV API, 55766, "LAUNCH_SECRET"). A packet is bound to the session by its keys and,
 * since API 0.17, to the guest's measurement: the caller has verified that measurement before. Immutable.
 *
 * @param apiMajor of the platform's API, 0 to 255
 * @param apiMinor minor version of the platform's API, 0 to 255
 * @param measurement what the platform measured
 */
public record SecretPacking(int apiMajor, int apiMinor, ClaimedMeasurement measurement) {
    private static final int IV = 16;

    /** Checks that the measurement is there. */
    public SecretPacking {
        Objects.requireNonNull(measurement, "measurement");
    }

    /**
     * A packet with secrets.
     *
     * @param keys of the session that the guest was launched with
     * @param entries at least one; the caller wipes them
     * @throws org.cloister.api.CloisterException {@code secret.size}, {@code secret.twice}
     */
    public TransportPacket pack(TransportKeys keys, List<SecretEntry> entries, SecureRandom random) {
        byte[] iv = new byte[IV];
        random.nextBytes(iv);
        return pack(keys, entries, Bytes.of(iv));
    }

    /** As the other. An IV that is used twice with one key gives the secrets away, so nobody outside chooses it. */
    TransportPacket pack(TransportKeys keys, List<SecretEntry> entries, Bytes iv) {
        byte[] table = SecretTable.encode(entries);
        try {
            Bytes bound = TransportPacket.binding(apiMajor, apiMinor, measurement.code());
            return TransportPacket.seal(PacketKind.SECRET, keys, iv, table, bound);
        } finally {
            Arrays.fill(table, (byte) 0);
        }
    }
}
