// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EcKeyTest {
    private static ECPublicKey fresh(Curve curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve.standardName()));
        return (ECPublicKey) generator.generateKeyPair().getPublic();
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(Curve curve) throws GeneralSecurityException {
        for (int i = 0; i < 20; i++) {
            ECPublicKey key = fresh(curve);
            EcKey stored = EcKey.of(curve, key);
            assertThat(stored.curve()).isEqualTo(curve);
            assertThat(stored.toPublicKey().getW()).isEqualTo(key.getW());
            assertThat(stored.violations(0)).isEmpty();
            Tiling.check(stored.show(0x240), 0x240, EcKey.SIZE);
        }
    }

    @Test
    void fieldsLieWhereTheSpecificationSays() throws GeneralSecurityException {
        EcKey key = EcKey.of(Curve.P384, fresh(Curve.P384));
        assertThat(key.raw().slice(0, 4).hex()).isEqualTo("02000000");
        BigInteger x = key.toPublicKey().getW().getAffineX();
        assertThat(ReversedNumber.of(key.raw().slice(4, 72))).isEqualTo(x);
        assertThat(key.raw().at(4)).isEqualTo(x.intValue() & 0xff);
        assertThat(key.raw().slice(0x94, EcKey.SIZE - 0x94).isZero()).isTrue();
        assertThat(key.raw().length()).isEqualTo(0x404);
    }

    @Test
    void idKeysOfSnpAreStoredTheSameWay() {
        Bytes authentication = TestData.bytes("idblock/test_auth_block.bin");
        assertThat(new EcKey(authentication.slice(0x240, EcKey.SIZE))
                        .toPublicKey()
                        .getParams()
                        .getOrder()
                        .bitLength())
                .isEqualTo(384);
        assertThat(new EcKey(authentication.slice(0x880, EcKey.SIZE)).curve()).isEqualTo(Curve.P384);
    }

    @Test
    void refusesPointsOffTheCurve() throws GeneralSecurityException {
        EcKey key = EcKey.of(Curve.P384, fresh(Curve.P384));
        for (int i = 4; i < 0x94; i++) {
            EcKey bad = new EcKey(Hostile.changed(key.raw(), i, key.raw().at(i) ^ 1));
            refused("key.point", bad::toPublicKey);
        }
        refused("key.point", () -> new EcKey(Bytes.ofHex("02000000" + "00".repeat(0x400))).toPublicKey());
    }

    @Test
    void refusesUnknownCurvesByNumber() throws GeneralSecurityException {
        EcKey key = EcKey.of(Curve.P384, fresh(Curve.P384));
        EcKey bad = new EcKey(Hostile.changed(key.raw(), 0, 3));
        assertThat(refused("key.curve", bad::toPublicKey).message()).contains("found 3, expected 1 (P256), 2 (P384)");
        refused("key.point", () -> EcKey.of(Curve.P256, key.toPublicKey()));
        refused("key.length", () -> new EcKey(Bytes.of(new byte[0x403])));
    }

    @Test
    void reservedBytesAreZero() throws GeneralSecurityException {
        Bytes good = EcKey.of(Curve.P384, fresh(Curve.P384)).raw();
        assertThat(new EcKey(Hostile.changed(good, 0x403, 1)).violations(0x10))
                .extracting(Violation::offset)
                .containsExactly(0xa4);
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        refused("key.number", () -> ReversedNumber.littleEndian(BigInteger.ONE.shiftLeft(16), 2));
        refused("key.number", () -> ReversedNumber.littleEndian(BigInteger.ONE.negate(), 2));
        assertThat(ReversedNumber.littleEndian(BigInteger.valueOf(0xff01), 3).hex())
                .isEqualTo("01ff00");
    }
}
