// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.sev.SevGuestSupport;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A launched guest asks for a report from inside. */
class AttestTest {
    private static final Bytes DATA = Bytes.ofHex("abcd");

    private final TestBed bed = TestBed.bare();

    @BeforeEach
    void install() {
        bed.install(new SoftSev());
    }

    @Test
    void theReportIsOfTheLaunchedGuest() {
        bed.install(new SnpGuestSupport(), 0);
        try (Guest guest = launch(false)) {
            Evidence evidence = guest.attest(DATA, Limits.NONE);
            assertThat(evidence.report().slice(0x50, 64).hex()).isEqualTo("abcd" + "00".repeat(62));
            assertThat(evidence.report().slice(0x90, 48))
                    .isEqualTo(guest.report().measurement().orElseThrow().value());
            assertThat(evidence.certificates().isZero()).isFalse();
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        }
    }

    @Test
    void aGuestThatIsPausedHasNoReportYet() {
        bed.install(new SnpGuestSupport(), 0);
        try (Guest guest = launch(true)) {
            refused(guest, "guest.state");
            guest.proceed(Limits.NONE);
            assertThat(guest.attest(DATA, Limits.NONE)).isNotNull();
            guest.close();
            refused(guest, "guest.closed");
        }
    }

    @Test
    void aTypeWithoutReportsSaysSo() {
        bed.install(new Tampered(new SnpGuestSupport()), 0);
        try (Guest guest = launch(false)) {
            refused(guest, "capability.missing");
        }
    }

    @Test
    void aCallerThatGivesUpEndsIt() {
        bed.install(new SnpGuestSupport(), 0);
        try (Guest guest = launch(false)) {
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            assertThatThrownBy(() -> guest.attest(DATA, Limits.of(cancelled))).hasMessageContaining("cancelled");
            assertThat(guest.attest(DATA, Limits.NONE)).isNotNull();
        }
    }

    @Test
    void whoHasTheCapabilityIsKnownBeforeTheLaunch() {
        bed.install(new SnpGuestSupport(), 0);
        bed.install(new SevGuestSupport(), 0);
        assertThat(offered(TestBed.SNP.name(), "softsev")).isTrue();
        assertThat(offered("sev", "softsev")).isFalse();
        assertThat(offered("nobodys", "softsev")).isFalse();
        assertCode("platform.gone", () -> offered("sev", "elsewhere"));
    }

    @Test
    void aTypeOfAnotherVendorHasItWhereThePlatformOffersIt() {
        bed.install(new Vendors(), 0);
        assertThat(offered("capsule", "softsev")).isTrue();
        bed.install(new GuestsOwnVmm());
        assertCode("attest.inside", () -> offered("capsule", "inside"));
    }

    @Test
    void whereOnlyTheGuestCanAskThePlatformSaysHow() {
        TestBed other = TestBed.bare();
        other.install(new GuestsOwnVmm());
        other.install(new SnpGuestSupport(), 0);
        try (Guest guest = other.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)) {
            assertThatThrownBy(() -> guest.attest(DATA, Limits.NONE))
                    .isInstanceOfSatisfying(CloisterException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo("attest.inside");
                        assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
                        assertThat(e.problem().remedy()).isEqualTo("ask in the guest");
                    });
        }
    }

    private boolean offered(String type, String platform) {
        return bed.launcher.offers(
                new Candidate(new GuestType(type), platform, Trust.EMULATED, true, "fits"), GuestAttestation.class);
    }

    /** A type that attests in its own way. */
    private static final class Vendors extends Tampered implements GuestAttestation {
        private Vendors() {
            super(new SnpGuestSupport());
        }

        @Override
        public GuestType type() {
            return new GuestType("capsule");
        }

        @Override
        public Evidence attest(LaunchContext context, Bytes reportData, Machine machine) {
            return new Evidence(reportData, Bytes.EMPTY);
        }
    }

    /** A platform on which guests ask by themselves. */
    private static final class GuestsOwnVmm implements Vmm {
        private final Vmm real = new SoftSev();

        @Override
        public String name() {
            return "inside";
        }

        @Override
        public PlatformFacts facts() {
            PlatformFacts all = real.facts();
            Map<String, String> features = new HashMap<>(all.features());
            features.remove(PlatformFacts.GUEST_REQUESTS);
            Map<String, String> absent = Map.of(PlatformFacts.GUEST_REQUESTS, "ask in the guest");
            return new PlatformFacts(name(), all.trust(), features, absent, all.numbers());
        }

        @Override
        public VirtualMachine create(MachineSpec spec) {
            return real.create(spec);
        }
    }

    private static void assertCode(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private static void refused(Guest guest, String code) {
        assertCode(code, () -> guest.attest(DATA, Limits.NONE));
    }

    private Guest launch(boolean paused) {
        LaunchRequest request = new LaunchRequest(
                new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, TestBed.guest(1, Map.of()), paused);
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }
}
