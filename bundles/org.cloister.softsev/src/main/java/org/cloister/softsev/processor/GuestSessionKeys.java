// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.Arrays;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.PacketKind;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.session.TransportPacket;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.Refusal;

/**
 * What firmware and owner share while a guest is launched: transport keys, and the measurement that secrets are bound
 * to.
 */
final class GuestSessionKeys implements AutoCloseable {
    private final TransportKeys keys;
    private final FirmwareVersion firmware;
    private Bytes measure = Bytes.EMPTY;

    GuestSessionKeys(TransportKeys keys, FirmwareVersion firmware) {
        this.keys = keys;
        this.firmware = firmware;
    }

    /** LAUNCH_MEASURE: code and nonce, one behind the other. */
    Bytes measure(int policy, Bytes launchDigest, SecureRandom random) {
        byte[] nonce = new byte[LaunchMeasurementMac.NONCE];
        random.nextBytes(nonce);
        measure = code(policy, launchDigest, Bytes.of(nonce));
        byte[] answer = Arrays.copyOf(measure.toArray(), SevGuest.MEASUREMENT);
        System.arraycopy(nonce, 0, answer, LaunchMeasurementMac.SIZE, nonce.length);
        return Bytes.of(answer);
    }

    private Bytes code(int policy, Bytes launchDigest, Bytes nonce) {
        byte[] tik = keys.tik();
        try {
            long unsigned = Integer.toUnsignedLong(policy);
            return new LaunchMeasurementMac(
                            firmware.major(), firmware.minor(), firmware.build(), unsigned, launchDigest, nonce)
                    .code(tik);
        } finally {
            Arrays.fill(tik, (byte) 0);
        }
    }

    /**
     * LAUNCH_SECRET: what a packet holds.
     *
     * @return for the caller to wipe
     */
    byte[] secret(Bytes header, Bytes payload) {
        TransportPacket packet = new TransportPacket(new PacketHeader(header), payload);
        Bytes bound = TransportPacket.binding(firmware.major(), firmware.minor(), measure);
        boolean authentic = packet.authentic(PacketKind.SECRET, keys, payload.length(), bound);
        Refusal.unless(authentic, FirmwareStatus.BAD_MEASUREMENT, "hdr: the packet's code is wrong");
        Refusal.unless(!packet.header().compressed(), FirmwareStatus.UNSUPPORTED, "hdr: compressed");
        return packet.decrypt(keys);
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        keys.close();
    }
}
