// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.List;
import java.util.Random;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Tiling;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class SevReportTest {
    private static final List<Slot> SLOTS = List.of(
            SevReport.MNONCE,
            SevReport.LAUNCH_DIGEST,
            SevReport.POLICY,
            SevReport.SIG_USAGE,
            SevReport.SIG_ALGO,
            SevReport.SIG_R,
            SevReport.SIG_S);

    @Test
    void fieldsLieWhereTheSpecificationSays() {
        assertThat(SLOTS).extracting(Slot::offset).containsExactly(0, 16, 48, 52, 56, 64, 136);
        assertThat(SLOTS).extracting(Slot::size).containsExactly(16, 32, 4, 4, 4, 72, 72);
        assertThat(SevReport.SIZE).isEqualTo(208);
    }

    @Test
    void readsWhatItWrote() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            Bytes nonce = bytes(random, 16);
            Bytes digest = bytes(random, 32);
            Bytes r = bytes(random, 72);
            Bytes s = bytes(random, 72);
            int policy = random.nextInt();
            SevReport report = SevReport.unsigned(nonce, digest, policy).withSignature(0x1002, 2, r, s);
            SevReport back = SevReport.decode(report.encode(), "x");
            assertThat(back).isEqualTo(report);
            assertThat(SevReport.MNONCE.in(back.raw())).isEqualTo(nonce);
            assertThat(SevReport.LAUNCH_DIGEST.in(back.raw())).isEqualTo(digest);
            assertThat((int) SevReport.POLICY.number(back.raw())).isEqualTo(policy);
            assertThat(SevReport.SIG_USAGE.number(back.raw())).isEqualTo(0x1002);
            assertThat(SevReport.SIG_S.in(back.raw())).isEqualTo(s);
            assertThat(back.signedBytes()).isEqualTo(back.raw().slice(0, 52));
            assertThat(back.violations()).isEmpty();
            Tiling.check(back.show(), 0, 208);
        }
    }

    @Test
    void reservedBytesAreZero() {
        Bytes good = Bytes.of(new byte[208]);
        for (int i = 60; i < 64; i++) {
            assertThat(SevReport.decode(Hostile.changed(good, i, 1), "x").violations())
                    .extracting(Violation::offset)
                    .containsExactly(60);
        }
    }

    @Test
    void refusesOtherLengths() {
        assertThat(refused("legacy-report.length", () -> SevReport.decode(Bytes.of(new byte[207]), "r.bin"))
                        .message())
                .contains("r.bin", "207 bytes", "208 bytes");
    }

    private static Bytes bytes(Random random, int size) {
        byte[] content = new byte[size];
        random.nextBytes(content);
        return Bytes.of(content);
    }
}
