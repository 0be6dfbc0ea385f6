// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.amd.cpu.CpuModel;
import org.cloister.softsev.SoftSev;
import org.cloister.supervisor.linux.CpuidRegisters;
import org.junit.jupiter.api.Test;

class ModelCpuidTest {
    private static final CpuidRegisters INTEL = new CpuidRegisters(0x20, 0x756e6547, 0x6c65746e, 0x49656e69);
    private static final CpuidRegisters ANSWER = new CpuidRegisters(1, 2, 3, 4);

    private final ModelCpuid model = new ModelCpuid(new SoftSev().facts(), CpuModel.named("EPYC-Genoa"));

    @Test
    void theProcessorIsTheModels() {
        assertThat(model.answer(0, INTEL)).isEqualTo(new CpuidRegisters(0x20, 0x68747541, 0x444d4163, 0x69746e65));
        assertThat(model.answer(0x80000000, INTEL).eax()).isEqualTo(0x80000023);
        assertThat(model.answer(1, ANSWER)).isEqualTo(new CpuidRegisters(0xa10f10, 2, 3, 4));
        assertThat(model.answer(0x80000002, ANSWER).eax()).isEqualTo(0x20444d41);
    }

    @Test
    void memoryIsEncryptedAsTheFactsSay() {
        CpuidRegisters memory = model.answer(0x8000001f, ANSWER);
        assertThat(memory.eax()).isEqualTo(0x3f);
        assertThat(memory.ebx() & 0x3f).isEqualTo(51);
        assertThat(memory.ebx() >> 6 & 0x3f).isEqualTo(5);
        assertThat(memory.ecx()).isEqualTo(1006);
        assertThat(memory.edx()).isEqualTo(907);
    }

    @Test
    void instructionsAreTheHosts() {
        assertThat(model.answer(7, ANSWER)).isEqualTo(ANSWER);
        assertThat(model.answer(0xd, ANSWER)).isEqualTo(ANSWER);
    }
}
