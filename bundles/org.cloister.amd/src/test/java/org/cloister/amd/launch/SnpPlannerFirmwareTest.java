// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import org.cloister.amd.firmware.OvmfBuilder;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Firmware that can be read and still cannot be launched. */
class SnpPlannerFirmwareTest {
    @Test
    void withoutMetadata() {
        Problem problem = refused(Requests.usual().firmware(new OvmfBuilder(0x10000).entry(OvmfBuilder.RESET, 1)));
        assertThat(problem.message())
                .isEqualTo(
                        "test.fd, firmware: the firmware has no SEV-SNP metadata; use an OVMF build for SEV-SNP, such as OVMF.amdsev.fd");
    }

    @ParameterizedTest
    @CsvSource({"0,0x0", "5,0x5", "17,0x11", "-1,0xffffffff"})
    void withASectionOfAnUnknownType(int type, String name) {
        Problem problem = refused(Requests.usual().firmware(OvmfBuilder.usual().section(0x20000, 0x3000, type)));
        assertThat(problem.code()).isEqualTo("ovmf.section.type");
        assertThat(problem.found()).isEqualTo(name + " at 0x20000 of 0x3000 bytes");
    }

    @ParameterizedTest
    @CsvSource({"2,secrets (0x2)", "3,cpuid (0x3)"})
    void withASpecialSectionOfTwoPages(int type, String name) {
        Problem problem = refused(Requests.usual().firmware(OvmfBuilder.usual().section(0x20000, 0x2000, type)));
        assertThat(problem.code()).isEqualTo("ovmf.section.size");
        assertThat(problem.where()).contains(name);
    }

    @Test
    void withoutAPlaceForFurtherVcpus() {
        OvmfBuilder none =
                new OvmfBuilder(0x10000).entry(OvmfBuilder.METADATA, 0x1000).section(0x10000, 0x1000, 1);
        assertThat(SnpPlanner.plan(Requests.usual().firmware(none).request()).vcpus())
                .hasSize(1);
        assertThat(refused(Requests.usual().firmware(none).vcpus(2)).code()).isEqualTo("ovmf.reset.missing");
        assertThat(refused(Requests.usual()
                                .firmware(none.entry(OvmfBuilder.RESET, 0))
                                .vcpus(2))
                        .code())
                .isEqualTo("ovmf.reset.missing");
    }

    @Test
    void withoutAnAreaForKernelHashes() {
        OvmfBuilder none =
                new OvmfBuilder(0x10000).entry(OvmfBuilder.METADATA, 0x1000).section(0x16000, 0x1000, 0x10);
        assertThat(refused(Requests.usual().firmware(none).kernel()).code()).isEqualTo("ovmf.hashes.missing");
        OvmfBuilder zero = none.entry(OvmfBuilder.HASHES, 0, 0);
        assertThat(refused(Requests.usual().firmware(zero).kernel()).remedy()).contains("kernel-hashes=off");
        Requests off = Requests.usual().firmware(zero).kernel().with("kernel-hashes", "off");
        assertThat(SnpPlanner.plan(off.request()).ranges()).hasSize(2);
    }

    @Test
    void withoutASectionForKernelHashes() {
        OvmfBuilder none = new OvmfBuilder(0x10000)
                .entry(OvmfBuilder.HASHES, 0x16c00, 0x400)
                .entry(OvmfBuilder.METADATA, 0x1000)
                .section(0x16000, 0x1000, 1);
        assertThat(refused(Requests.usual().firmware(none).kernel()).code()).isEqualTo("ovmf.hashes.missing");
    }

    @ParameterizedTest
    @CsvSource({"0x17000,0x400", "0x15fff,0x400", "0x16f51,0x400", "0x16000,175"})
    void withAnAreaForKernelHashesElsewhere(String base, String size) {
        OvmfBuilder elsewhere = new OvmfBuilder(0x10000)
                .entry(OvmfBuilder.HASHES, Integer.decode(base), Integer.decode(size))
                .entry(OvmfBuilder.METADATA, 0x1000)
                .section(0x16000, 0x1000, 0x10);
        assertThat(refused(Requests.usual().firmware(elsewhere).kernel()).code())
                .isEqualTo("ovmf.hashes.area");
    }

    @Test
    void thatNeedsMoreMemory() {
        Requests small = Requests.usual()
                .firmware(OvmfBuilder.usual().section(0x800000, 0x9000, 1))
                .memory(8 * Requests.MIB);
        Problem problem = refused(small);
        assertThat(problem.message())
                .isEqualTo("test.fd, sec mem (0x1) at 0x800000 of 0x9000 bytes: a section that the firmware needs"
                        + " does not lie in the guest's RAM (found RAM below 4 GiB up to 0x800000, the section ends at"
                        + " 0x809000, expected at least 0x809000 bytes (8228 KiB) of memory)");
        assertThat(SnpPlanner.plan(small.memory(0x809000).request()).memory()).hasSize(2);
    }

    @Test
    void thatNeedsMemoryWhereALargeMachineHasNone() {
        Requests high = Requests.usual().firmware(OvmfBuilder.usual().section(0xa0000000, 0x1000, 1));
        assertThat(refused(high.memory(0x100000000L)).expected()).endsWith("of memory, less than 0xb0000000");
        assertThat(SnpPlanner.plan(high.memory(0xa0001000L).request()).memory()).hasSize(2);
    }

    @Test
    void thatNeedsMemoryWhereNoMachineHasAny() {
        Problem problem = refused(Requests.usual().firmware(OvmfBuilder.usual().section(0xf0000000, 0x1000, 1)));
        assertThat(problem.remedy()).contains("no size of memory");
    }

    @Test
    void exceptTheBuiltInOne() {
        Requests sample =
                Requests.usual().firmware(SampleFirmware.image()).kernel().vcpus(4);
        assertThat(SnpPlanner.plan(sample.request()).ranges()).hasSize(5);
    }

    private static Problem refused(Requests requests) {
        return refusal(() -> SnpPlanner.plan(requests.request()));
    }
}
