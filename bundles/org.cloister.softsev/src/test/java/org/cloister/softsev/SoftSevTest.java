// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.cloister.amd.channel.SevChannel;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftSevTest {
    private final SoftSev platform =
            new SoftSev(new PlatformSettings(15, 8, 47, 5, EmulatedGeneration.MILAN, 0, 4, 1L << 30));

    @Test
    void saysWhatItIs() {
        PlatformFacts facts = platform.facts();
        assertThat(facts.vmm())
                .isEqualTo(platform.name())
                .isEqualTo(platform.platform())
                .isEqualTo("softsev");
        assertThat(facts.trust()).isEqualTo(platform.trust()).isEqualTo(Trust.EMULATED);
        assertThat(facts.features()).containsOnlyKeys("sev", "sev-es", "sev-snp", "guest-requests");
        assertThat(facts.absent()).containsOnlyKeys("execution");
        assertThat(facts.numbers())
                .containsEntry("cbit", 47L)
                .containsEntry("reduced-phys-bits", 5L)
                .containsEntry("max-vcpus", 4L)
                .containsEntry("max-memory", 1L << 30)
                .containsEntry("asids.sev-snp", 7L)
                .containsEntry("asids.sev-es", 7L)
                .containsEntry("asids.sev", 8L)
                .containsEntry("vmsa-features", 0L)
                .hasSize(11)
                .containsEntry("snp-policy-bits", 0x1bffffL)
                .containsEntry("smt", 0L)
                .containsEntry("sockets", 1L);
    }

    @Test
    void offersNothingWithoutIdentifiers() {
        PlatformFacts facts = new SoftSev(withFirstSevAsid(1)).facts();
        assertThat(facts.features()).containsOnlyKeys("sev", "guest-requests");
        assertThat(facts.whyNot("sev-snp")).contains("raise asid.first.sev");
        assertThat(facts.whyNot("sev-es")).contains("raise asid.first.sev");
        PlatformFacts others = new SoftSev(withFirstSevAsid(16)).facts();
        assertThat(others.features()).containsOnlyKeys("sev-es", "sev-snp", "guest-requests");
        assertThat(others.whyNot("sev")).contains("lower asid.first.sev");
    }

    private static PlatformSettings withFirstSevAsid(int asid) {
        return new PlatformSettings(15, asid, 47, 5, EmulatedGeneration.MILAN, 0, 4, 1L << 30);
    }

    @Test
    void countsItsMachines() {
        PlatformUsage usage = platform.adapt(PlatformUsage.class).orElseThrow();
        assertThat(usage.maxAsids()).isEqualTo(7);
        VirtualMachine machine = platform.create(spec("sev-snp", 1, 0, 1 << 20));
        assertThat(usage.machines()).isOne();
        assertThat(machine.spec()).isEqualTo(spec("sev-snp", 1, 0, 1 << 20));
        machine.close();
        machine.close();
        assertThat(usage.machines()).isZero();
        assertThat(platform.adapt(SevChannel.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tdx,     1, 0,              4096,        machine.type",
        "sev-snp, 5, 0,              4096,        machine.vcpus",
        "sev-snp, 1, 0,              0x41001000,  machine.memory",
        "sev-snp, 1, 0x7ffffffff000, 0x2000,      machine.memory"
    })
    void refusesMachinesItCannotMake(String type, int vcpus, String gpa, String size, String code) {
        MachineSpec spec = spec(type, vcpus, Long.decode(gpa), Long.decode(size));
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> platform.create(spec))
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST));
        assertThat(platform.adapt(PlatformUsage.class).orElseThrow().machines()).isZero();
    }

    @Test
    void makesTheLargestMachine() {
        long size = (1L << 30) + (16L << 20);
        platform.create(spec("sev-snp", 4, (1L << 47) - size, size)).close();
    }

    private static MachineSpec spec(String type, int vcpus, long gpa, long size) {
        return new MachineSpec(new GuestType(type), List.of(new MemoryRegion("ram", gpa, size)), vcpus);
    }
}
