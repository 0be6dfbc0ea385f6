// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.session.PacketKind;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.session.TransportPacket;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.testing.Data;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The secrets of sevctl's tests (expected/sevctl-vectors.json), those of the session vector, and the limits. */
class SecretPackingTest {
    private static final String DISK = "736869e5-84f0-4973-92ec-06879ce3da0b";
    private static final String OTHER = "736869e5-aaaa-4973-92ec-06879ce3da0b";
    private static final Bytes IV = base64("rFR07U3TLH2YnsUj2SVZ7A==");
    private static final ClaimedMeasurement MEASURED =
            ClaimedMeasurement.ofText("TLeA7607lZQntLjRY1/i+sbtdSZ+75zxpz4Px9hzpBLwItF5Q2o4prA++3ZZv9ZS");

    private final SecretPacking packing = new SecretPacking(0, 17, MEASURED);

    @Test
    void oneSecretIsSevctls() {
        TransportPacket packet = packing.pack(keys("secret"), List.of(file(DISK, "secret1.txt")), IV);
        assertThat(packet.header().raw())
                .isEqualTo(base64("AAAAAKxUdO1N0yx9mJ7FI9klWey8FSzeYQ4X8K71VzNKLU/KQsIsQxLjtbhaPUewqshX5Q=="));
        assertThat(packet.payload())
                .isEqualTo(base64(
                        "0U3e5PcXv0UW+H4tSBFKOdCYfKE1+j38Bc2fuO16mYiyI+sWx7INfn+lgYj56GL12yyinDa+lVfCCwD/2w5cPA=="));
    }

    @Test
    void twoSecretsAreSevctls() {
        List<SecretEntry> both = List.of(file(DISK, "secret1.txt"), file(OTHER, "secret2.txt"));
        TransportPacket packet = packing.pack(keys("secret"), both, IV);
        assertThat(packet.header().raw())
                .isEqualTo(base64("AAAAAKxUdO1N0yx9mJ7FI9klWeyZ3r0dOEKHUOhIRqzGYYvTJgdMtBPL1nK6GD9aGET7Ng=="));
        assertThat(packet.payload())
                .isEqualTo(base64("0U3e5PcXv0UW+H4tSBFKObWYfKE1+j38Bc2fuO16mYiyI+sWx7INfn+lgYj56GL12yyinDa+lVfCC+WWs332"
                        + "lpLNUX1ZI3YK7vYgtys4X+uGxEIlkIQ90v8/w8ZFmQMe"));
    }

    @Test
    void packetOfTheSessionVector() {
        Bytes header = base64(Data.text("session-vector/hdr.b64"));
        ClaimedMeasurement measured = ClaimedMeasurement.ofText(Data.text("session-vector/measure.b64"));
        TransportPacket packet = new SecretPacking(0, 24, measured)
                .pack(
                        vector(),
                        List.of(new SecretEntry(
                                Guid.of(DISK),
                                Data.bytes("session-vector/secret.txt").toArray())),
                        header.slice(4, 16));
        assertThat(packet.header().raw()).isEqualTo(header);
        assertThat(packet.payload()).isEqualTo(base64(Data.text("session-vector/pay.b64")));
    }

    @ParameterizedTest
    @CsvSource({"0,16,false", "0,17,true", "0,24,true", "1,0,true"})
    void measurementIsBoundSinceApi017(int major, int minor, boolean bound) {
        SecretPacking one = new SecretPacking(major, minor, MEASURED);
        SecretPacking two =
                new SecretPacking(major, minor, new ClaimedMeasurement(Bytes.of(new byte[32]), Bytes.of(new byte[16])));
        List<SecretEntry> secret = List.of(new SecretEntry(Guid.of(DISK), new byte[] {1}));
        try (TransportKeys keys = TransportKeys.generate(new SecureRandom())) {
            TransportPacket first = one.pack(keys, secret, IV);
            TransportPacket second = two.pack(keys, secret, IV);
            assertThat(first.payload()).isEqualTo(second.payload());
            assertThat(first.header().equals(second.header())).isEqualTo(!bound);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,48", "8,48", "9,64", "16343,16384", "16344,16384"})
    void tableIsPaddedToBlocks(int content, int payload) {
        byte[] secret = new byte[content];
        Arrays.fill(secret, (byte) 7);
        byte[] table = SecretTable.encode(List.of(new SecretEntry(Guid.of(DISK), secret)));
        assertThat(table).hasSize(payload);
        assertThat(Arrays.copyOfRange(table, 40, 40 + content)).isEqualTo(secret);
        assertThat(Bytes.of(table).slice(40 + content, payload - 40 - content).isZero())
                .isTrue();
    }

    @Test
    void filesOfSevctlFitAsTheySay() {
        for (String name : List.of("secret3.txt", "secret4.txt")) {
            assertThat(SecretTable.encode(List.of(file(DISK, name)))).hasSize(SecretTable.MOST);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(code(List.of(new SecretEntry(Guid.of(DISK), new byte[16345]))))
                .isEqualTo("secret.size");
        assertThat(code(List.of())).isEqualTo("secret.size");
        SecretEntry one = new SecretEntry(Guid.of(DISK), new byte[1]);
        assertThat(code(List.of(one, one))).isEqualTo("secret.twice");
        assertThat(catchThrowableOfType(CloisterException.class, () -> new SecretEntry(Guid.of(DISK), new byte[0]))
                        .problem()
                        .code())
                .isEqualTo("secret.empty");
    }

    @Test
    void eachPacketHasItsOwnIv() {
        List<SecretEntry> secret = List.of(new SecretEntry(Guid.of(DISK), new byte[] {1}));
        SecureRandom random = new SecureRandom();
        try (TransportKeys keys = TransportKeys.generate(random)) {
            TransportPacket first = packing.pack(keys, secret, random);
            assertThat(first.header().iv())
                    .isNotEqualTo(packing.pack(keys, secret, random).header().iv());
            assertThat(first.authentic(PacketKind.SECRET, keys, first.payload().length(), MEASURED.code()))
                    .isTrue();
        }
    }

    @Test
    void closedSecretsAreGone() {
        SecretEntry secret = new SecretEntry(Guid.of(DISK), new byte[] {1, 2});
        secret.close();
        assertThat(secret.content()).containsOnly(0);
        assertThat(secret).hasToString("secret " + DISK);
    }

    private String code(List<SecretEntry> entries) {
        return catchThrowableOfType(CloisterException.class, () -> SecretTable.encode(entries))
                .problem()
                .code();
    }

    private static SecretEntry file(String guid, String name) {
        return new SecretEntry(Guid.of(guid), Data.bytes("secret/" + name).toArray());
    }

    private static TransportKeys keys(String folder) {
        return TransportKeys.of(
                Data.bytes(folder + "/tek1.bin").toArray(),
                Data.bytes(folder + "/tik1.bin").toArray());
    }

    private static TransportKeys vector() {
        return TransportKeys.of(
                Data.bytes("session-vector/v_tek.bin").toArray(),
                Data.bytes("session-vector/v_tik.bin").toArray());
    }

    private static Bytes base64(String text) {
        return Bytes.of(Base64.getDecoder()
                .decode(Stream.of(text).map(String::strip).findFirst().get()));
    }
}
