// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
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
        long before = descriptors();
        for (String type : List.of("sev", "sev-es", "sev-snp")) {
            assertThatThrownBy(() -> platform.create(spec(type)))
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST));
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before);
        assertThatThrownBy(() -> platform.create(spec("tdx"))).isInstanceOf(CloisterException.class);
    }

    private static MachineSpec spec(String type) {
        return new MachineSpec(new GuestType(type), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);
    }

    private static long descriptors() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(folder), "there is no /proc/self/fd");
        try (Stream<Path> open = Files.list(folder)) {
            return open.filter(KvmVmmTest::isOfKvm).count();
        }
    }

    /** Java opens and closes others whenever it loads a class. */
    private static boolean isOfKvm(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.contains("kvm") || target.contains("/dev/sev") || target.contains("memfd");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
