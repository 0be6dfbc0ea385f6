// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuModelTest {
    @ParameterizedTest
    @CsvSource({
        "EPYC,0x800f12",
        "EPYC-v1,0x800f12",
        "EPYC-v4,0x800f12",
        "EPYC-v5,0x800f12",
        "EPYC-IBPB,0x800f12",
        "EPYC-Rome,0x830f10",
        "EPYC-Rome-v5,0x830f10",
        "EPYC-Milan,0xa00f11",
        "EPYC-Milan-v3,0xa00f11",
        "EPYC-Genoa,0xa10f10",
        "EPYC-Genoa-v2,0xa10f10",
        "EPYC-Turin,0xb00f00",
        "EPYC-Turin-v1,0xb00f00"
    })
    void knowsQemusModels(String name, String signature) {
        CpuModel model = CpuModel.named(name);
        assertThat(model.signature()).isEqualTo(Integer.decode(signature).intValue());
        assertThat(CpuModel.withSignature(model.signature())).contains(model);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epyc-v4", "EPYC-v6", "EPYC-Turin-v2", "EPYC-v0", "Skylake", ""})
    void refusesOtherNames(String name) {
        Problem problem = refusal(() -> CpuModel.named(name));
        assertThat(problem.code()).isEqualTo("vcpu.type");
        assertThat(problem.found()).isEqualTo(name);
    }

    @Test
    void offersTheNearestNames() {
        assertThat(refusal(() -> CpuModel.named("EPYC-Millan")).remedy()).startsWith("did you mean EPYC-Milan,");
        assertThat(refusal(() -> CpuModel.named("epyc-v4")).remedy()).startsWith("did you mean EPYC-v4,");
    }

    @Test
    void knowsNoModelForAForeignSignature() {
        assertThat(CpuModel.withSignature(0x6fb)).isEmpty();
        assertThat(CpuModel.all()).hasSize(22).extracting(CpuModel::name).doesNotHaveDuplicates();
    }
}
