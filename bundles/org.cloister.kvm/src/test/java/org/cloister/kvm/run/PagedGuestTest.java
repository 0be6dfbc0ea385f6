// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.function.UnaryOperator;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor.End;
import org.cloister.api.platform.Executor.Reason;
import org.cloister.api.platform.VcpuState;
import org.cloister.kvm.vm.Guest;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.exit.Exit;
import org.cloister.softsev.machine.SoftMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests whose own page tables have the C-bit, on processors that know of none. */
@Timeout(30)
class PagedGuestTest {
    private final KvmRunner runner = new KvmRunner();
    private final CountingFirmware.Console console = new CountingFirmware.Console();

    @BeforeEach
    void kvm() {
        assumeTrue(runner.obstacle().isEmpty(), () -> runner.obstacle().get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es", "sev-snp"})
    void tablesThatTheFirmwareTurnsOnItselfAreFollowed(String type) {
        countsOn(type, UnaryOperator.identity());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es", "sev-snp"})
    void aProcessorBeginsWithFourLevels(String type) {
        countsOn(type, PagedFirmware::fourLevels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es", "sev-snp"})
    void aProcessorBeginsWithTheTablesOfPae(String type) {
        try (Guest plain = Guest.pae("f4")) {
            assumeTrue(plain.vcpu.run() instanceof Exit.Hlt, "KVM of this host runs no guest with PAE's page tables");
        }
        countsOn(type, PagedFirmware::pae);
    }

    @Test
    void aProcessorBeginsWithFiveLevels() {
        assumeTrue(fiveLevels(), "five levels of page tables (la57) are not on this host's processor");
        countsOn("sev", PagedFirmware::fiveLevels);
    }

    private void countsOn(String type, UnaryOperator<VcpuState> begins) {
        try (SoftMachine guest = LaunchedMachine.of(type, PagedFirmware.image(), begins, runner)) {
            for (int stop : new int[] {1, 2, 101, 102, 1000}) {
                Cancellation cancellation = new Cancellation();
                console.at(stop, cancellation::cancel);
                End end = guest.executor().orElseThrow().run(console, Limits.of(cancellation));
                assertThat(end.reason()).as(end.detail()).isEqualTo(Reason.STOPPED);
                assertThat(console.bytes()).isEqualTo(stop);
                isAsMeasured(guest.memory());
            }
            if (!type.equals("sev-snp")) {
                followsItsTables(guest.memory());
            }
        }
    }

    private static void isAsMeasured(GuestMemory memory) {
        assertThat(memory.guestView().read(PagedFirmware.BASE + PagedFirmware.TABLES, PagedFirmware.TABLES_SIZE))
                .isEqualTo(PagedFirmware.tables());
    }

    private static void followsItsTables(GuestMemory memory) {
        assertThat(memory.hostView().read(PagedFirmware.SHARED, 4))
                .isEqualTo(memory.guestView().read(PagedFirmware.PRIVATE, 4))
                .isNotEqualTo(memory.hostView().read(PagedFirmware.PRIVATE, 4));
    }

    private static boolean fiveLevels() {
        try (KvmSystem kvm = KvmSystem.open()) {
            return kvm.supportedCpuid().stream()
                    .anyMatch(leaf -> leaf.function() == 7 && leaf.index() == 0 && (leaf.ecx() & 1 << 16) != 0);
        }
    }
}
