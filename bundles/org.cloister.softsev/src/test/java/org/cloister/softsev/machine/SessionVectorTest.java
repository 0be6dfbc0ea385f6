// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.LaunchSecret;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.processor.Platforms;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.Test;

/**
 * A session, a measurement and a secret that another implementation made, on a platform that has that session's
 * Diffie-Hellman key.
 */
class SessionVectorTest {
    private static final int POLICY = 0x3;
    private static final FirmwareVersion FIRMWARE = new FirmwareVersion(1, 55, 8);
    private static final Bytes NONCE = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

    @Test
    void drivesALaunch() {
        SevCertificate certificate = SevCertificate.decode(data("session-vector/pdh.cert"), "pdh.cert");
        EcKeyPair pdh = EcKeyPair.of(privateKey(), certificate.ecKey());
        SoftProcessor processor = Platforms.with(FIRMWARE, pdh, certificate, new Repeating(NONCE));
        Bytes firmware = data("firmware/OVMF.amdsev.fd");
        try (SevFixture bench = new SevFixture(processor, "sev", 1, firmware.length())) {
            bench.channel.execute(SevFixture.INIT2);
            bench.channel.execute(new LaunchStart(
                    0, POLICY, data("session-vector/v_godh.bin"), data("session-vector/v_session.bin")));
            bench.update(0, firmware);
            bench.measure();
            assertThat(bench.measurement).isEqualTo(base64("measure.b64"));
            Bytes payload = base64("pay.b64");
            Bytes header = base64("hdr.b64");
            LaunchSecret moved = new LaunchSecret(header, bench.address(0x1000), 48, payload.slice(0, 48));
            refused(FirmwareStatus.BAD_MEASUREMENT, () -> bench.channel.execute(moved));
            bench.channel.execute(new LaunchSecret(header, bench.address(0x1000), payload.length(), payload));
            bench.finish();
            String seen = new String(bench.guest(0x1000, payload.length()).toArray(), StandardCharsets.ISO_8859_1);
            assertThat(seen)
                    .contains(new String(data("session-vector/secret.txt").toArray(), StandardCharsets.US_ASCII));
        }
    }

    private static byte[] privateKey() {
        String pem = new String(data("session-vector/pdh_priv.pem").toArray(), StandardCharsets.US_ASCII);
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
        // SEC 1 (RFC 5915): the private part is behind the heads of a sequence, a number and itself.
        return Arrays.copyOfRange(key, 8, 56);
    }

    private static Bytes base64(String name) {
        return Bytes.of(
                Base64.getMimeDecoder().decode(data("session-vector/" + name).toArray()));
    }

    private static Bytes data(String name) {
        return Bytes.of(DataFolder.bytes(name));
    }

    /** Draws the same bytes again and again, so that a measurement comes out as it did elsewhere. */
    private static final class Repeating extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient Bytes drawn;

        Repeating(Bytes drawn) {
            this.drawn = drawn;
        }

        @Override
        public void nextBytes(byte[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = (byte) drawn.at(i % drawn.length());
            }
        }
    }
}
