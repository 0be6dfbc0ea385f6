// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleFirmwareTest {
    private static final int BASE = 0xffff0000;

    private final OvmfImage ovmf = OvmfImage.parse(SampleFirmware.image(), ImageMapping.ROM);

    @Test
    void isAnOvmfImage() {
        assertThat(ovmf.size()).isEqualTo(0x10000);
        assertThat(ovmf.gpa()).isEqualTo(0xffff0000L);
        assertThat(ovmf.entries()).hasSize(4);
        assertThat(ovmf.secretArea()).contains(new Area(0x16000, 0xc00));
        assertThat(ovmf.hashTableArea()).contains(new Area(0x16c00, 0x400));
        assertThat(ovmf.sections().orElseThrow())
                .extracting(SevSection::type)
                .containsExactly(
                        SectionType.SEC_MEM, SectionType.SECRETS, SectionType.CPUID, SectionType.KERNEL_HASHES);
    }

    @Test
    void greetsFromTheResetVectorAndHalts() {
        assertThat(run(0xfff0, new byte[16])).isEqualTo(SampleFirmware.GREETING);
    }

    @Test
    void saysThatItFoundASecretsTable() {
        byte[] table = Guid.of("1e74f542-71dd-4d66-963e-ef4287ff173b").encode().toArray();
        assertThat(run(0xfff0, table)).isEqualTo(SampleFirmware.GREETING + SampleFirmware.SECRET_FOUND);
    }

    @Test
    void takesNothingElseForASecret() {
        for (int at = 0; at < 16; at++) {
            byte[] table =
                    Guid.of("1e74f542-71dd-4d66-963e-ef4287ff173b").encode().toArray();
            table[at] ^= 1;
            assertThat(run(0xfff0, table)).as("byte %d", at).isEqualTo(SampleFirmware.GREETING);
        }
    }

    @Test
    void haltsOtherProcessors() {
        int start = (int) (long) ovmf.resetAddress().orElseThrow() - BASE;
        assertThat(run(start, new byte[16])).isEmpty();
    }

    private String run(int start, byte[] secretArea) {
        return new RealMode(ovmf.image().content(), secretArea).run(start);
    }
}
