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
    @ValueSource(strings = {"epyc-v4", "EPYC-v", "EPYC-IBPB-v1", "EPYC-v100", "EPYC-v0", "Skylake", "", ",apic"})
    void refusesOtherNames(String name) {
        Problem problem = refusal(() -> CpuModel.named(name));
        assertThat(problem.code()).isEqualTo("vcpu.type");
        assertThat(problem.found()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EPYC,family=25", "EPYC,apic,model=1", "EPYC,+Stepping", "EPYC,-stepping=0,apic", "x,family"})
    void m3WhatSetsTheSignatureIsNoFeature(String name) {
        Problem problem = refusal(() -> CpuModel.named(name));
        assertThat(problem.code()).isEqualTo("vcpu.type");
        assertThat(problem.what()).contains("changes the signature");
        assertThat(problem.remedy()).contains("--vcpu-sig");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EPYC-v4,model-id=family=1", "EPYC-v4,vendor=AuthenticAMD,+apic"})
    void m3FeaturesOfOtherNamesStay(String name) {
        assertThat(CpuModel.named(name).name()).isEqualTo("EPYC-v4");
    }

    @ParameterizedTest
    @CsvSource({"EPYC-Turin-v2, EPYC-Turin", "EPYC-v6, EPYC", "EPYC-Genoa-v12, EPYC-Genoa"})
    void g7VersionsDifferInFeaturesOnly(String name, String model) {
        assertThat(CpuModel.named(name).name()).isEqualTo(name);
        assertThat(CpuModel.named(name).signature())
                .isEqualTo(CpuModel.named(model).signature());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "max", "host,migratable=off"})
    void m6WhatIsTheHostsIsNotKnownHere(String name) {
        Problem problem = refusal(() -> CpuModel.named(name));
        assertThat(problem.what()).contains("the host's, which is not known here");
        assertThat(problem.remedy()).contains("--vcpu-sig").contains("EAX");
    }

    @Test
    void m6FeaturesBehindACommaAreCutOff() {
        assertThat(CpuModel.named("EPYC-v4,apic,fsgsbase")).isEqualTo(CpuModel.named("EPYC-v4"));
        assertThat(refusal(() -> CpuModel.named("EPYC-Millan,apic")).remedy()).isEqualTo("did you mean EPYC-Milan?");
    }

    @Test
    void m6NamesThatAreNotNearAreNotOffered() {
        assertThat(refusal(() -> CpuModel.named("Skylake")).remedy()).doesNotContain("did you mean");
    }

    @Test
    void offersTheNearestNames() {
        assertThat(refusal(() -> CpuModel.named("EPYC-Millan")).remedy()).isEqualTo("did you mean EPYC-Milan?");
        assertThat(refusal(() -> CpuModel.named("epyc-v4")).remedy()).startsWith("did you mean EPYC-v4,");
    }

    @Test
    void knowsNoModelForAForeignSignature() {
        assertThat(CpuModel.withSignature(0x6fb)).isEmpty();
        assertThat(CpuModel.all()).hasSize(22).extracting(CpuModel::name).doesNotHaveDuplicates();
    }
}
