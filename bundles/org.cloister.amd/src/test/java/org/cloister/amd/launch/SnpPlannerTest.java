// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import org.cloister.amd.firmware.OvmfBuilder;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnpPlannerTest {
    @Test
    void putsTheFirmwareInFirstAndThenItsSections() {
        LaunchPlan plan = plan(Requests.usual());
        assertThat(plan.ranges())
                .extracting(SnpPlannerTest::inWords)
                .containsExactly(
                        "firmware 0xffff0000 0x10000 normal",
                        "sec mem 0x10000 0x4000 zero",
                        "secrets 0x14000 0x1000 secrets",
                        "cpuid 0x15000 0x1000 cpuid",
                        "kernel hashes 0x16000 0x1000 zero");
        assertThat(plan.ranges().get(0).content())
                .contains(OvmfBuilder.usual().image().content());
        assertThat(plan.ranges().subList(1, 5))
                .allMatch(range -> range.content().isEmpty());
        assertThat(plan.type()).hasToString("sev-snp");
        assertThat(plan.policy().value()).isEqualTo(0x30000);
        assertThat(plan.profile()).isEqualTo("init2");
        assertThat(plan.vcpusMeasured()).isTrue();
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void isTheSameForTheSameRequest() {
        assertThat(plan(Requests.usual().kernel().vcpus(3)))
                .isEqualTo(plan(Requests.usual().kernel().vcpus(3)));
    }

    @Test
    void putsTheKernelsHashesWhereTheFirmwareLooksForThem() {
        LaunchPlan plan = plan(Requests.usual().kernel());
        InitialRange hashes = plan.ranges().get(4);
        assertThat(inWords(hashes)).isEqualTo("kernel hashes 0x16000 0x1000 normal");
        assertThat(hashes.content().orElseThrow().slice(0xc00, 4).hex()).isEqualTo("06d63894");
        assertThat(hashes.content().orElseThrow().slice(0, 0xc00).isZero()).isTrue();
        assertThat(plan.notes()).singleElement().asString().contains("because a kernel was given");
    }

    @Test
    void leavesTheHashesOutWhenToldTo() {
        LaunchPlan plan = plan(Requests.usual().kernel().with("kernel-hashes", "off"));
        assertThat(plan.ranges().get(4).kind()).isEqualTo(PageKind.ZERO);
        assertThat(plan.notes()).singleElement().asString().contains("not measured");
    }

    @Test
    void saysWhatAPolicyGivesAway() {
        assertThat(plan(Requests.usual().with("policy", "debug=on")).notes())
                .singleElement()
                .asString()
                .contains("debugging");
    }

    @Test
    void saysThatQemuDoesNotLaunchSo() {
        assertThat(plan(Requests.usual().with("profile", "legacy")).notes())
                .singleElement()
                .asString()
                .contains("init2");
    }

    @Test
    void followsTheOrderOfEc2() {
        LaunchPlan plan = plan(Requests.usual().with("vmm", "ec2"));
        assertThat(plan.ranges())
                .extracting(InitialRange::name)
                .containsExactly("firmware", "sec mem", "secrets", "kernel hashes", "cpuid");
        assertThat(plan.notes()).singleElement().asString().contains("Profile ec2");
    }

    @Test
    void leavesMemoryUnmeasuredAsGceDoes() {
        LaunchPlan plan = plan(Requests.usual().with("profile", "gce"));
        assertThat(plan.ranges().get(1).kind()).isEqualTo(PageKind.UNMEASURED);
        assertThat(plan.ranges().get(4).kind()).isEqualTo(PageKind.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "0x10000000, 0x10000000, 0",
        "0xaffff000, 0xaffff000, 0",
        "0xb0000000, 0x80000000, 0x30000000",
        "0x10000000000, 0x80000000, 0xff80000000"
    })
    void hasMemoryWhereQemusQ35HasIt(String memory, String low, String high) {
        LaunchPlan plan = plan(Requests.usual().memory(Long.decode(memory)));
        assertThat(plan.memory()).startsWith(new MemoryRegion("ram", 0, Long.decode(low)));
        assertThat(plan.memory()).contains(new MemoryRegion("rom", 0xffff0000L, 0x10000));
        if (Long.decode(high) == 0) {
            assertThat(plan.memory()).hasSize(2);
        } else {
            assertThat(plan.memory()).hasSize(3).endsWith(new MemoryRegion("ram", 1L << 32, Long.decode(high)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 512})
    void hasVcpus(int count) {
        LaunchPlan plan = plan(Requests.usual().vcpus(count));
        assertThat(plan.vcpus()).hasSize(count).extracting(VcpuState::index).doesNotHaveDuplicates();
        assertThat(plan.vcpus().get(0).get("cs.base") + plan.vcpus().get(0).get("rip"))
                .isEqualTo(0xfffffff0L);
        assertThat(plan.vcpus().subList(1, count))
                .allMatch(vcpu -> vcpu.get("cs.base") + vcpu.get("rip") == 0xffff0100L);
    }

    @Test
    void takesASignatureInsteadOfAType() {
        LaunchPlan plan = plan(Requests.usual().vcpuType("unheard-of").with("vcpu-signature", "0x123456"));
        assertThat(plan.vcpus().get(0).get("rdx")).isEqualTo(0x123456);
    }

    @Test
    void putsTheFeaturesIntoEveryVcpu() {
        assertThat(plan(Requests.usual().vcpus(2).with("guest-features", "0x21"))
                        .vcpus())
                .allMatch(vcpu -> vcpu.get("sev_features") == 0x21);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 4097, 10_000})
    void refusesOtherNumbersOfVcpus(int count) {
        var problem = refusal(() -> plan(Requests.usual().vcpus(count)));
        assertThat(problem.message())
                .isEqualTo("vcpus: a guest cannot have so many vCPUs (found " + count + ", expected 1 to 4096)");
    }

    @Test
    void refusesAnUnknownVcpuType() {
        assertThat(refusal(() -> plan(Requests.usual().vcpuType("EPYC-Mlian"))).remedy())
                .startsWith("did you mean EPYC-Milan");
    }

    @ParameterizedTest
    @CsvSource({
        "0,memory.small",
        "-4096,memory.small",
        "1048575,memory.small",
        "1048577,memory.size",
        "1099511631872,memory.large"
    })
    void refusesMemoryThatNoMachineHas(long memory, String code) {
        assertThat(refusal(() -> plan(Requests.usual().memory(memory))).code()).isEqualTo(code);
    }

    /** As with --memory 262145K. */
    @Test
    void memoryIsCountedInTheUnitThatItWasGivenIn() {
        var problem = refusal(() -> plan(Requests.usual().memory(262_145L << 10)));
        assertThat(problem.code()).isEqualTo("memory.size");
        assertThat(problem.found()).isEqualTo("262145 KiB, which are 268436480 bytes");
    }

    private static LaunchPlan plan(Requests requests) {
        return SnpPlanner.plan(requests.request());
    }

    private static String inWords(InitialRange range) {
        return String.format("%s 0x%x 0x%x %s", range.name(), range.gpa(), range.size(), range.kind());
    }
}
