// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.RequestExit;
import org.cloister.amd.message.RootKey;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest asks through a hypervisor that may do what it likes with the messages. */
class SoftwareGuestTest {
    private static final Bytes DATA = Bytes.ofHex("0102030405");

    private final LaunchedMachine machine = new LaunchedMachine(5000);

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void reportsAreCountedInTheSecretsPage() {
        for (int i = 1; i <= 3; i++) {
            AttestationReport report = AttestationReport.decode(machine.guest(1).report(DATA, 2), "report");
            assertThat(report.bytes(ReportField.REPORT_DATA).hex()).isEqualTo("0102030405" + "00".repeat(59));
            assertThat(report.number(ReportField.VMPL)).isEqualTo(2);
            assertThat(machine.count(1)).isEqualTo(2L * i);
        }
        assertThat(machine.count(0)).isZero();
    }

    @Test
    void twoAskersOfOneLevelTakeTurns() throws Exception {
        List<Long> numbers = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Bytes>> other = new ArrayList<>();
        Hypervisor hypervisor = new Hypervisor(machine.channel) {
            @Override
            public RequestExit request(Bytes page) {
                numbers.add(page.slice(0x20, 8).buffer().getLong());
                if (numbers.size() == 1) {
                    other.add(meanwhile(() -> machine.guest(this, 1).report(DATA, 1)));
                }
                return super.request(page);
            }
        };

        assertThat(machine.guest(hypervisor, 1).report(DATA, 1).length()).isEqualTo(AttestationReport.SIZE);
        assertThat(other.get(0).get().length()).isEqualTo(AttestationReport.SIZE);
        assertThat(numbers).containsExactly(1L, 3L);
    }

    /** Has another thread do it, and comes back when that is done or has to wait for this one. */
    private static CompletableFuture<Bytes> meanwhile(Supplier<Bytes> task) {
        CompletableFuture<Bytes> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
        return result;
    }

    @Test
    void certificatesComeWithTheReport() {
        Evidence evidence = machine.guest(0).extendedReport(DATA, 0);
        assertThat(evidence.certificates().length()).isEqualTo(5000);
        assertThat(machine.count(0)).isEqualTo(2);
    }

    @Test
    void moreCertificatesThanExpectedTakeTwoRequests() {
        try (LaunchedMachine large = new LaunchedMachine(9 * 4096 + 1)) {
            List<Integer> rooms = new ArrayList<>();
            Evidence evidence = large.guest(
                            new Hypervisor(large.channel) {
                                @Override
                                public RequestExit extended(Bytes page, int pages) {
                                    rooms.add(pages);
                                    return super.extended(page, pages);
                                }
                            },
                            0)
                    .extendedReport(DATA, 0);
            assertThat(rooms).containsExactly(4, 10);
            assertThat(evidence.certificates().length()).isEqualTo(9 * 4096 + 1);
            assertThat(large.count(0)).as("the first one's number is used up").isEqualTo(4);
        }
    }

    @Test
    void certificatesThatNeverFitAreGivenUp() {
        Hypervisor liar = new Hypervisor(machine.channel) {
            @Override
            public RequestExit extended(Bytes page, int pages) {
                return RequestExit.tooSmall(pages + 1);
            }
        };
        assertThat(problem(() -> machine.guest(liar, 0).extendedReport(DATA, 0)).code())
                .isEqualTo("guest.certificates");
        Hypervisor huge = new Hypervisor(machine.channel) {
            @Override
            public RequestExit extended(Bytes page, int pages) {
                return RequestExit.tooSmall(1 << 30);
            }
        };
        assertThat(problem(() -> machine.guest(huge, 0).extendedReport(DATA, 0)).code())
                .isEqualTo("guest.certificates");
        assertThat(machine.guest(0).report(DATA, 0)).isNotNull();
    }

    @Test
    void keysAreTheGuestsOwnAndWiped() {
        KeyRequest.Wanted own = new KeyRequest.Wanted(RootKey.VMRK, KeyChoice.ANY, Set.of(), 0, 0, 0, 0);
        try (GuestKey first = machine.guest(0).derivedKey(own);
                GuestKey second = machine.guest(0).derivedKey(own);
                GuestKey mixed = machine.guest(0).derivedKey(own.mixing(Set.of(GuestField.MEASUREMENT)))) {
            assertThat(first.bytes()).hasSize(32).isEqualTo(second.bytes()).isNotEqualTo(mixed.bytes());
            assertThat(first).hasToString("derived key");
            first.close();
            assertThat(first.bytes()).containsOnly(0);
        }
    }

    @Test
    void theClockIsTold() {
        assertThat(machine.guest(3).clock().factor()).isEqualTo(200);
        assertThat(machine.count(3)).isEqualTo(2);
    }

    @Test
    void whatTheFirmwareSaysInAResponseCostsNoKey() {
        GuestRequestException refused = refused(() -> machine.guest(2).report(DATA, 1));
        assertThat(refused.firmwareStatus()).isEqualTo(FirmwareStatus.INVALID_PARAM.code());
        assertThat(refused.vmmError()).isZero();
        assertThat(refused.problem().remedy()).contains("level");
        assertThat(machine.guest(2).report(DATA, 2)).isNotNull();
    }

    @Test
    void aBusyHypervisorIsAskedAgain() {
        int[] calls = {0};
        Hypervisor busy = new Hypervisor(machine.channel) {
            @Override
            public RequestExit request(Bytes page) {
                return ++calls[0] < 3 ? RequestExit.busy() : super.request(page);
            }
        };
        assertThat(machine.guest(busy, 0).report(DATA, 0)).isNotNull();
        assertThat(calls[0]).isEqualTo(3);
        calls[0] = -100;
        assertThat(refused(() -> machine.guest(busy, 0).report(DATA, 0)).vmmError())
                .isEqualTo(RequestExit.BUSY);
        assertThat(calls[0]).isEqualTo(-97);
    }

    @TestFactory
    Stream<DynamicTest> whoChangesAMessageGetsNoSecondOneOfItsNumber() {
        return Stream.of(
                        new Change("a request's tag", flip(0), UnaryOperator.identity(), "guest.request"),
                        new Change("a request's payload", flip(0x70), UnaryOperator.identity(), "guest.request"),
                        new Change("a response's tag", UnaryOperator.identity(), flip(3), "guest.response"),
                        new Change("a response's number", UnaryOperator.identity(), flip(0x20), "guest.response"),
                        new Change("a response's type", UnaryOperator.identity(), flip(0x34), "guest.response"),
                        new Change("a response's key", UnaryOperator.identity(), flip(0x3c), "guest.response"),
                        new Change("a response's reserve", UnaryOperator.identity(), flip(0x5f), "guest.response"),
                        new Change("a response's payload", UnaryOperator.identity(), flip(0x80), "guest.response"),
                        new Change("no response", UnaryOperator.identity(), page -> Bytes.EMPTY, "message.length"),
                        new Change(
                                "zeros", UnaryOperator.identity(), page -> Bytes.of(new byte[4096]), "guest.response"))
                .map(change -> DynamicTest.dynamicTest(change.name, () -> {
                    try (LaunchedMachine other = new LaunchedMachine(24)) {
                        SoftwareGuest guest = other.guest(change.on(other.channel), 0);
                        assertThat(problem(() -> guest.report(DATA, 0)).code()).isEqualTo(change.code);
                        assertThat(other.key(0).isZero()).isTrue();
                        assertThat(other.count(0)).isZero();
                        assertThat(problem(() -> other.guest(0).report(DATA, 0)).code())
                                .isEqualTo("guest.key");
                        assertThat(other.guest(1).report(DATA, 1)).isNotNull();
                    }
                }));
    }

    @Test
    void aReplayedResponseIsNotTaken() {
        List<RequestExit> exits = new ArrayList<>();
        Hypervisor replayer = new Hypervisor(machine.channel) {
            @Override
            public RequestExit request(Bytes page) {
                exits.add(super.request(page));
                return exits.get(0);
            }
        };
        assertThat(machine.guest(replayer, 0).report(DATA, 0)).isNotNull();
        Problem problem = problem(() -> machine.guest(replayer, 0).report(DATA, 0));
        assertThat(problem.where()).isEqualTo("msg_seqno");
        assertThat(problem.found()).isEqualTo("2");
    }

    @Test
    void aCountThatIsUsedUpIsTold() {
        machine.memory().write(LaunchedMachine.SECRETS + 0xa0, Bytes.ofHex("feffffff"));
        assertThat(problem(() -> machine.guest(0).report(DATA, 0)).code()).isEqualTo("guest.count");
    }

    @Test
    void aPlatformWithoutReportsSaysSo() {
        GuestRequests without = new Hypervisor(machine.channel) {
            @Override
            public RequestExit request(Bytes page) {
                return RequestExit.refused(FirmwareStatus.UNSUPPORTED.code());
            }
        };
        GuestRequestException refused = refused(() -> machine.guest(without, 0).report(DATA, 0));
        assertThat(refused.firmwareStatus()).isEqualTo(FirmwareStatus.UNSUPPORTED.code());
        assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.HOST);
    }

    @ParameterizedTest
    @EnumSource(value = FirmwareStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "SUCCESS")
    void everyStatusIsNamedWithARemedyAndSpendsTheKey(FirmwareStatus status) {
        GuestRequests refusing = new Hypervisor(machine.channel) {
            @Override
            public RequestExit request(Bytes page) {
                return RequestExit.refused(status.code());
            }
        };
        GuestRequestException refused = refused(() -> machine.guest(refusing, 0).report(DATA, 0));
        assertThat(refused.firmwareStatus()).isEqualTo(status.code());
        assertThat(refused.problem().found()).contains(status.name());
        assertThat(refused.problem().remedy()).isNotBlank();
        assertThat(machine.key(0).isZero()).isTrue();
        assertThat(machine.guest(1).report(DATA, 1)).isNotNull();
    }

    @Test
    void whatIsWrongWithARequestIsToldBeforeItIsMade() {
        assertThat(problem(() -> machine.guest(0).report(Bytes.of(new byte[65]), 0))
                        .code())
                .isEqualTo("guest.data");
        assertThat(problem(() -> machine.guest(0).report(DATA, 4)).code()).isEqualTo("guest.level");
        assertThat(problem(() -> machine.guest(4)).code()).isEqualTo("guest.level");
        assertThat(problem(() -> new SoftwareGuest(machine.channel, machine.memory(), 0x8000, 0).report(DATA, 0))
                        .code())
                .isEqualTo("secrets.version");
        assertThat(machine.count(0)).isZero();
        assertThat(machine.key(0).isZero()).isFalse();
    }

    /** What a hypervisor does to messages on their way. */
    private record Change(String name, UnaryOperator<Bytes> there, UnaryOperator<Bytes> back, String code) {
        GuestRequests on(GuestRequests real) {
            return new Hypervisor(real) {
                @Override
                public RequestExit request(Bytes page) {
                    RequestExit exit = super.request(there.apply(page));
                    return new RequestExit(exit.exitInfo2(), back.apply(exit.response()), Bytes.EMPTY, 0);
                }
            };
        }
    }

    private static UnaryOperator<Bytes> flip(int at) {
        return page -> {
            byte[] changed = page.toArray();
            changed[at] ^= 1;
            return Bytes.of(changed);
        };
    }

    private static class Hypervisor implements GuestRequests {
        private final GuestRequests real;

        Hypervisor(GuestRequests real) {
            this.real = real;
        }

        @Override
        public RequestExit request(Bytes page) {
            return real.request(page);
        }

        @Override
        public RequestExit extended(Bytes page, int pages) {
            return real.extended(page, pages);
        }
    }

    private static Problem problem(ThrowingCallable call) {
        CloisterException thrown = catchThrowableOfType(CloisterException.class, call);
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }

    private static GuestRequestException refused(ThrowingCallable call) {
        GuestRequestException thrown = catchThrowableOfType(GuestRequestException.class, call);
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
