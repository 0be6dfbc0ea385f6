// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.kvm.testing.OpenDescriptors;
import org.junit.jupiter.api.Test;

/** The hardware platform on a host that is none. */
class KvmVmmTest {
    private final KvmVmm platform = new KvmVmm();

    @Test
    void saysWhatIsMissing() {
        PlatformFacts facts = platform.facts();
        assumeTrue(facts.features().isEmpty(), "this host has SEV");
        assertThat(facts.trust()).isEqualTo(Trust.HARDWARE);
        assertThat(facts.absent()).containsOnlyKeys("sev", "sev-es", "sev-snp", "execution", "guest-requests");
        assertThat(facts.whyNot("guest-requests"))
                .contains("/sys/kernel/config/tsm/report", "outblob", "--platform emulated");
        assertThat(facts.whyNot("sev-snp")).containsAnyOf("/dev/kvm", "/dev/sev", "Linux", "cloister probe");
    }

    @Test
    void aMachineThatCannotBeMadeLeavesNothing() throws IOException {
        assumeTrue(platform.facts().features().isEmpty(), "this host has SEV");
        assumeTrue(OpenDescriptors.areShown(), "there is no /proc/self/fd");
        List<String> before = OpenDescriptors.with("kvm", "/dev/sev", "memfd");
        for (String type : List.of("sev", "sev-es", "sev-snp")) {
            assertThatThrownBy(() -> platform.create(spec(type)))
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST));
        }
        assertThat(OpenDescriptors.with("kvm", "/dev/sev", "memfd")).hasSizeLessThanOrEqualTo(before.size());
        assertThatThrownBy(() -> platform.create(spec("tdx"))).isInstanceOf(CloisterException.class);
    }

    private static MachineSpec spec(String type) {
        return new MachineSpec(new GuestType(type), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);
    }
}
