// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuSignatureTest {
    @ParameterizedTest
    @CsvSource({"6,15,11,0x6fb", "15,4,0,0xf40", "23,1,2,0x800f12", "26,17,0,0xb10f10", "270,255,15,0xfff0fff"})
    void putsTogetherAndTakesApart(int family, int model, int stepping, String signature) {
        CpuSignature computed = CpuSignature.of(family, model, stepping);
        assertThat(computed.eax()).isEqualTo(Integer.decode(signature));
        assertThat(computed.family()).isEqualTo(family);
        assertThat(computed.model()).isEqualTo(model);
        assertThat(computed.stepping()).isEqualTo(stepping);
    }

    @ParameterizedTest
    @CsvSource({
        "-1,0,0,vcpu-family",
        "271,0,0,vcpu-family",
        "25,256,0,vcpu-model",
        "25,-1,0,vcpu-model",
        "25,1,16,vcpu-stepping"
    })
    void refusesWhatNoSignatureCanSay(int family, int model, int stepping, String where) {
        Problem problem = refusal(() -> CpuSignature.of(family, model, stepping));
        assertThat(problem.code()).isEqualTo("vcpu.signature");
        assertThat(problem.where()).isEqualTo(where);
    }

    @ParameterizedTest
    @CsvSource({"26,2,1,25,17,1", "25,17,1,25,1,1", "25,1,1,25,1,0", "17,0,0,15,255,15"})
    void comparesFamilyThenModelThenStepping(
            int family, int model, int stepping, int olderFamily, int olderModel, int olderStepping) {
        CpuSignature newer = CpuSignature.of(family, model, stepping);
        CpuSignature older = CpuSignature.of(olderFamily, olderModel, olderStepping);
        assertThat(newer.isNewerThan(older)).isTrue();
        assertThat(older.isNewerThan(newer)).isFalse();
    }

    @Test
    void ignoresReservedBits() {
        CpuSignature plain = CpuSignature.of(25, 17, 1);
        CpuSignature marked = new CpuSignature(plain.eax() | 0xf000f000);
        assertThat(marked.family()).isEqualTo(25);
        assertThat(marked.model()).isEqualTo(17);
        assertThat(marked.isNewerThan(plain)).isFalse();
        assertThat(plain.isNewerThan(marked)).isFalse();
    }
}
