// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.List;
import org.cloister.amd.firmware.OvmfBuilder;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SevPlannerTest {
    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void putsInTheFirmwareBelowFourGibibytes(String type) {
        LaunchPlan plan = plan(type, Requests.usual());
        assertThat(plan.type()).isEqualTo(new GuestType(type));
        assertThat(plan.ranges()).extracting(InitialRange::name).containsExactly("firmware");
        assertThat(plan.ranges().get(0).gpa()).isEqualTo(0xffff0000L);
        assertThat(plan.ranges().get(0).kind()).isEqualTo(PageKind.NORMAL);
        assertThat(plan.memory()).hasSize(2);
        assertThat(plan.profile()).isEqualTo("init2");
        assertThat(plan.policy().bits()).containsEntry("es", type.equals("sev-es") ? "on" : "off");
    }

    @Test
    void putsInTheKernelHashesWhereTheFirmwareLooksForThem() {
        LaunchPlan plan = plan("sev", Requests.usual().kernel());
        assertThat(plan.ranges()).extracting(InitialRange::name).containsExactly("firmware", "kernel hashes");
        assertThat(plan.ranges().get(1).gpa()).isEqualTo(0x16c00);
        assertThat(plan.ranges().get(1).size()).isEqualTo(176);
        assertThat(plan("sev", Requests.usual().kernel().with("kernel-hashes", "off"))
                        .ranges())
                .hasSize(1);
    }

    @Test
    void measuresTheProcessorsOfSevEsOnly() {
        assertThat(plan("sev", Requests.usual().vcpus(3)).vcpusMeasured()).isFalse();
        LaunchPlan plan = plan("sev-es", Requests.usual().vcpus(3));
        assertThat(plan.vcpusMeasured()).isTrue();
        assertThat(plan.vcpus()).extracting(VcpuState::index).containsExactly(0, 1, 2);
        assertThat(plan.vcpus()).extracting(vcpu -> vcpu.get("rip")).containsExactly(0xfff0L, 0x100L, 0x100L);
        assertThat(plan.vcpus())
                .extracting(vcpu -> vcpu.get("sev_features"))
                .containsOnly(0L)
                .hasSize(3);
    }

    @Test
    void startsFurtherProcessorsOfSevWhereTheFirstOneStarts() {
        OvmfBuilder none = new OvmfBuilder(0x10000);
        LaunchPlan plan = plan("sev", Requests.usual().firmware(none).vcpus(2));
        assertThat(plan.vcpus()).extracting(vcpu -> vcpu.get("rip")).containsOnly(0xfff0L);
        assertThat(plan("sev-es", Requests.usual().firmware(none)).vcpus()).hasSize(1);
        assertThat(refused("sev-es", Requests.usual().firmware(none).vcpus(2)).code())
                .isEqualTo("ovmf.reset.missing");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "4097"})
    void refusesSoManyProcessors(int vcpus) {
        Problem problem = refused("sev-es", Requests.usual().vcpus(vcpus));
        assertThat(problem.code()).isEqualTo("vcpu.count");
        assertThat(problem.expected()).isEqualTo("1 to 4096");
    }

    @Test
    void refusesOtherTypes() {
        assertThat(refused("sev-snp", Requests.usual()).code()).isEqualTo("type.unknown");
        assertThat(refused("tdx", Requests.usual()).expected()).isEqualTo("sev or sev-es");
    }

    @Test
    void refusesAnUnknownProcessorAndWrongMemory() {
        assertThat(refused("sev-es", Requests.usual().vcpuType("EPYC-Milam")).code())
                .isEqualTo("vcpu.type");
        assertThat(refused("sev", Requests.usual().memory(4096)).code()).isEqualTo("memory.small");
        assertThat(plan("sev", Requests.usual().vcpuType("other").with("vcpu-signature", "0x800f12"))
                        .vcpus()
                        .get(0)
                        .get("rdx"))
                .isEqualTo(0x800f12);
    }

    @Test
    void refusesFirmwareWithoutAPlaceForKernelHashes() {
        OvmfBuilder none = new OvmfBuilder(0x10000);
        Problem problem = refused("sev", Requests.usual().firmware(none).kernel());
        assertThat(problem.code()).isEqualTo("ovmf.hashes.missing");
        assertThat(problem.remedy()).contains("kernel-hashes=off");
        assertThat(refused(
                                "sev",
                                Requests.usual()
                                        .firmware(none.entry(OvmfBuilder.HASHES, 0, 0))
                                        .kernel())
                        .code())
                .isEqualTo("ovmf.hashes.missing");
    }

    @ParameterizedTest
    @CsvSource({"0x16c00,175", "0x16c08,0x400", "0x16c01,0x400"})
    void refusesAPlaceThatCannotHoldKernelHashes(String base, String size) {
        OvmfBuilder wrong =
                new OvmfBuilder(0x10000).entry(OvmfBuilder.HASHES, Integer.decode(base), Integer.decode(size));
        Problem problem = refused("sev-es", Requests.usual().firmware(wrong).kernel());
        assertThat(problem.code()).isEqualTo("ovmf.hashes.area");
        assertThat(problem.expected()).isEqualTo("at least 176 bytes at a multiple of 16");
    }

    @Test
    void refusesAPlaceOutsideOfMemory() {
        OvmfBuilder high = new OvmfBuilder(0x10000).entry(OvmfBuilder.HASHES, 0x20000000, 0x400);
        assertThat(refused("sev", Requests.usual().firmware(high).kernel()).code())
                .isEqualTo("memory.small");
        assertThat(plan("sev", Requests.usual().firmware(high).kernel().memory(0x20001000L))
                        .ranges())
                .hasSize(2);
    }

    @Test
    void launchesTheBuiltInFirmware() {
        Requests sample =
                Requests.usual().firmware(SampleFirmware.image()).kernel().vcpus(4);
        assertThat(plan("sev", sample).ranges()).hasSize(2);
        assertThat(plan("sev-es", sample).vcpus()).hasSize(4);
    }

    @Test
    void notesItsChoices() {
        assertThat(notes("sev-es", Requests.usual()))
                .hasSize(1)
                .first()
                .asString()
                .contains("profile legacy");
        assertThat(notes("sev-es", Requests.usual().with("profile", "init2"))).isEmpty();
        assertThat(notes("sev", Requests.usual())).hasSize(1).first().asString().contains("not measured");
        assertThat(notes("sev-es", Requests.usual().kernel()))
                .anyMatch(note -> note.startsWith("Kernel hashes are on"));
        assertThat(notes("sev-es", Requests.usual().kernel().with("kernel-hashes", "off")))
                .anyMatch(note -> note.startsWith("Kernel hashes are off"));
        assertThat(notes("sev-es", Requests.usual().with("debug", "on")))
                .anyMatch(note -> note.contains("allows debugging"));
    }

    @Test
    @DisplayName("T1: a launch notes which policy and features digits alone are")
    void t1() {
        assertThat(notes("sev-es", Requests.usual().with("policy", "39")))
                .anyMatch(note -> note.startsWith("The policy 39 is decimal: 0x27, debugging forbidden"));
        assertThat(notes("sev-es", Requests.usual().with("policy", "0x27")))
                .noneMatch(note -> note.contains("decimal"));
        assertThat(notes("sev-es", Requests.usual().with("guest-features", "32")))
                .contains("The guest features 32 are decimal: 0x20; in hexadecimal they would be 0x32.");
    }

    private static List<String> notes(String type, Requests requests) {
        return plan(type, requests).notes();
    }

    private static LaunchPlan plan(String type, Requests requests) {
        return SevPlanner.plan(new GuestType(type), requests.request());
    }

    private static Problem refused(String type, Requests requests) {
        return refusal(() -> plan(type, requests));
    }
}
