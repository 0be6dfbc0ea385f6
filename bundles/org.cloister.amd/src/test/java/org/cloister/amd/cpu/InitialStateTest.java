// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialStateTest {
    private static final int MILAN = 0xa00f11;

    /** Known answers of sev-snp-measure. */
    @Test
    void isQemusForSnp() throws Exception {
        List<VcpuState> states = new InitialState(Profile.INIT2, MILAN, 1).of(3, 0x80b004);
        assertThat(states).extracting(VcpuState::index).containsExactly(0, 1, 2);
        assertThat(sha256(states.get(0))).isEqualTo("bcf3ba5f6b5d217a7f884a2d460e78b2d68d4af15e11cd7ecc5dacc425b6c32e");
        assertThat(sha256(states.get(1))).isEqualTo("85242328290a792beea1ddd26dbb9caa626ada60e0bade848352786ff003da61");
        assertThat(states.get(2).registers()).isEqualTo(states.get(1).registers());
    }

    /** Pages that sevctl made for SEV-ES. */
    @ParameterizedTest
    @CsvSource({"seves/vmsa0.bin,0", "seves/vmsa1.bin,1"})
    void isSevctlsForTheOlderInterface(String file, int index) {
        Bytes page = TestData.bytes(file);
        VcpuState state =
                new InitialState(Profile.LEGACY, MILAN, 0).of(2, 0x80b004).get(index);
        assertThat(Vmsa.encode(state)).isEqualTo(page);
    }

    @Test
    void beginsAtTheResetVector() {
        VcpuState first = new InitialState(Profile.INIT2, MILAN, 0x21).of(1, 0).get(0);
        assertThat(first.get("cs.base") + first.get("rip")).isEqualTo(InitialState.RESET_VECTOR);
        assertThat(first.get("sev_features")).isEqualTo(0x21);
        assertThat(first.get("rdx")).isEqualTo(MILAN);
    }

    @ParameterizedTest
    @CsvSource({"init2,a00f11,1f80,37f", "legacy,a00f11,0,0", "ec2,600,0,0", "ec2-2025,0,0,0", "gce,600,0,0"})
    void differsByProfile(String profile, String rdx, String mxcsr, String fcw) {
        VcpuState first =
                new InitialState(Profile.named(profile), MILAN, 1).of(1, 0).get(0);
        assertThat(Long.toHexString(first.get("rdx"))).isEqualTo(rdx);
        assertThat(Long.toHexString(first.get("mxcsr"))).isEqualTo(mxcsr);
        assertThat(Long.toHexString(first.get("x87_fcw"))).isEqualTo(fcw);
    }

    @Test
    void takesASignatureForAnUnsignedNumber() {
        assertThat(new InitialState(Profile.INIT2, -1, 1).of(1, 0).get(0).get("rdx"))
                .isEqualTo(0xffffffffL);
    }

    @Test
    void refusesUnknownProfilesAndMonitors() {
        assertThat(refusal(() -> Profile.named("init3")).message())
                .contains("profile")
                .contains("did you mean init2");
        assertThat(refusal(() -> VmmKind.named("QEMU")).message())
                .contains("vmm")
                .contains("did you mean qemu");
    }

    private static String sha256(VcpuState state) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(Vmsa.encode(state).toArray()));
    }
}
