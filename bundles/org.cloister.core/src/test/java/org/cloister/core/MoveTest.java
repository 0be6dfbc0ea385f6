// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.SendReport;
import org.cloister.api.launch.SendTarget;
import org.cloister.api.launch.Step;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.Test;

/** A guest of another vendor's type on its way from one platform to another. */
class MoveTest {
    /** A prime, so that every field of a packet's head comes in for it. */
    private static final int STEP = Thorough.times(23, 1);

    private final Side here = new Side();
    private final Side there = new Side();

    /** A launcher with one platform. */
    private static final class Side {
        final TestBed bed = TestBed.bare();
        final ParcelVmm vmm = new ParcelVmm();

        Side() {
            bed.install(vmm);
            bed.install(new Parcel(), 0);
        }

        Guest launch() {
            GuestRequest request =
                    new GuestRequest(GuestRequest.NO_FIRMWARE, Optional.empty(), 2, "any", 1 << 20, Map.of());
            LaunchRequest launch = new LaunchRequest(new TypeChoice.Named(Parcel.TYPE), Trust.EMULATED, request, false);
            Guest guest = bed.launcher.launch(launch, LaunchListener.SILENT, Limits.NONE);
            // Private and shared pages with content, and a shared page amid private ones
            guest.memory().turn(0x100000, 0x2000, Visibility.PRIVATE, Turn.PAGE_STATE_CHANGE);
            guest.memory().guestView().write(0x100123, Bytes.of("private".getBytes()));
            guest.memory().hostView().write(0x5000, Bytes.of("shared".getBytes()));
            return guest;
        }

        Guest receive(Streamed.Source source) {
            return bed.launcher.receive(source, LaunchListener.SILENT, Limits.NONE);
        }

        void isEmpty() {
            assertThat(bed.launcher.guests()).isEmpty();
            assertThat(vmm.open).isEmpty();
        }
    }

    private static SendReport send(Guest guest, SendTarget target, boolean keep) {
        return guest.send(target, keep, LaunchListener.SILENT, Limits.NONE);
    }

    private static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(CloisterException.class, call).problem();
    }

    private static void runs(Guest guest) {
        assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        assertThat(guest.reason()).isEmpty();
        assertThat(guest.status().ready()).isTrue();
    }

    private static List<Object> content(Guest guest) {
        List<Object> all = new ArrayList<>();
        for (MemoryRegion region : guest.report().plan().memory()) {
            for (long gpa = region.gpa(); gpa < region.end(); gpa += 4096) {
                all.add(guest.memory().guestView().read(gpa, 4096));
                all.add(guest.memory().page(gpa).visibility());
            }
        }
        return all;
    }

    private byte[] saved() {
        Streamed target = new Streamed(there.vmm.key);
        send(here.launch(), target, false);
        return target.stream();
    }

    @Test
    void whatArrivesIsWhatWasSent() {
        Guest sent = here.launch();
        List<Object> before = content(sent);
        Streamed target = new Streamed(there.vmm.key);
        SendReport report = send(sent, target, false);
        assertThat(target.told).containsExactly("receiver", "accept", "open", "complete", "released");
        assertThat(report.bytes()).isEqualTo(target.stream().length);
        here.isEmpty();
        assertThat(sent.state()).isEqualTo(GuestState.CLOSED);
        assertThat(sent.reason()).isEmpty();

        try (Guest arrived = there.receive(new Streamed.Source(target.stream()))) {
            runs(arrived);
            assertThat(content(arrived)).isEqualTo(before);
            assertThat(arrived.report().plan().vcpus())
                    .isEqualTo(sent.report().plan().vcpus());
            assertThat(arrived.report().plan().policy())
                    .isEqualTo(sent.report().plan().policy());
            Measurement told = arrived.report().measurement().orElseThrow();
            assertThat(told.differences(sent.report().measurement().orElseThrow()))
                    .isEmpty();
            assertThat(told.source()).isEqualTo(Measurement.Source.SENDER);
        }
        there.isEmpty();
    }

    @Test
    void aGuestThatWasSentIsNamedAmongThoseThatEnded() {
        saved();
        assertThat(here.bed.launcher.ended())
                .singleElement()
                .satisfies(ended -> assertThat(ended.why().code()).isEqualTo("send.done"));
    }

    @Test
    void eachByteThatIsChangedIsNoticedAndNothingIsLeft() {
        byte[] stream = saved();
        for (int at = 0; at < stream.length; at += STEP) {
            byte[] changed = stream.clone();
            changed[at] ^= 1 << at % 8;
            assertThatThrownBy(() -> there.receive(new Streamed.Source(changed)))
                    .as("byte %s", at)
                    .isInstanceOf(CloisterException.class);
            there.isEmpty();
        }
    }

    @Test
    void aStreamThatIsCutOffIsRefused() {
        byte[] stream = saved();
        for (int length = 0; length < stream.length; length += STEP) {
            byte[] cut = Arrays.copyOf(stream, length);
            assertThat(problem(() -> there.receive(new Streamed.Source(cut))).code())
                    .isEqualTo("receive.stream");
            there.isEmpty();
        }
    }

    /** The packets of a stream, the beginning first. */
    private static List<byte[]> packets(byte[] stream) {
        List<byte[]> all = new ArrayList<>(List.of(Arrays.copyOf(stream, 16)));
        for (int at = 16; at < stream.length; ) {
            int length = 21 + ByteBuffer.wrap(stream).getInt(at + 17) + 4;
            all.add(Arrays.copyOfRange(stream, at, at + length));
            at += length;
        }
        return all;
    }

    private void requireRefused(List<byte[]> packets, String what) {
        ByteBuffer all =
                ByteBuffer.allocate(packets.stream().mapToInt(one -> one.length).sum());
        packets.forEach(all::put);
        assertThat(problem(() -> there.receive(new Streamed.Source(all.array())))
                        .code())
                .as(what)
                .isEqualTo("receive.stream");
        there.isEmpty();
    }

    @Test
    void packetsThatAreSwappedRepeatedOrLeftOutAreRefused() {
        List<byte[]> packets = packets(saved());
        for (int i = 1; i < packets.size(); i++) {
            List<byte[]> without = new ArrayList<>(packets);
            without.remove(i);
            requireRefused(without, "without " + i);
            List<byte[]> twice = new ArrayList<>(packets);
            twice.add(i, packets.get(i));
            if (i < packets.size() - 1) {
                requireRefused(twice, i + " twice");
                List<byte[]> swapped = new ArrayList<>(packets);
                Collections.swap(swapped, i, i + 1);
                requireRefused(swapped, i + " swapped");
            }
        }
    }

    @Test
    void whatBreaksBeforeTheConfirmationLeavesTheGuestRunning() throws IOException {
        Guest guest = here.launch();
        List<Object> before = content(guest);
        for (int room : new int[] {0, 1, 30, 5000, 12_000}) {
            Streamed target = new Streamed(there.vmm.key) {
                @Override
                public OutputStream open() {
                    return new OutputStream() {
                        private int left = room;

                        @Override
                        public void write(int one) throws IOException {
                            if (left-- == 0) {
                                throw new IOException("no room");
                            }
                        }
                    };
                }
            };
            assertThat(problem(() -> send(guest, target, false)).code()).isEqualTo("send.stream");
            runs(guest);
        }
        Streamed silent = new Streamed(there.vmm.key) {
            @Override
            public void complete() throws IOException {
                throw new IOException("gone");
            }
        };
        assertThat(problem(() -> send(guest, silent, false)).code()).isEqualTo("send.stream");
        runs(guest);
        assertThat(content(guest)).isEqualTo(before);
        send(guest, new Streamed(there.vmm.key), false);
        here.isEmpty();
    }

    @Test
    void cancellingLeavesTheGuestRunning() {
        Guest guest = here.launch();
        Cancellation cancellation = new Cancellation();
        LaunchListener listener = new LaunchListener() {
            @Override
            public void progress(String name, long done, long total) {
                cancellation.cancel();
            }
        };
        Streamed target = new Streamed(there.vmm.key);
        assertThat(problem(() -> guest.send(target, false, listener, Limits.of(cancellation)))
                        .kind())
                .isEqualTo(Problem.Kind.CANCELLED);
        assertThat(target.told).doesNotContain("complete");
        runs(guest);
    }

    @Test
    void afterTheConfirmationTheGuestIsNeverHereAgain() {
        Guest guest = here.launch();
        Streamed target = new Streamed(there.vmm.key) {
            @Override
            public void released() throws IOException {
                throw new IOException("gone");
            }
        };
        assertThat(problem(() -> send(guest, target, false)).code()).isEqualTo("send.unheard");
        assertThat(guest.state()).isEqualTo(GuestState.CLOSED);
        here.isEmpty();
    }

    @Test
    void whoIsToldOfTheProgressCannotLoseTheGuest() {
        Guest guest = here.launch();
        Streamed target = new Streamed(there.vmm.key);
        LaunchListener failing = new LaunchListener() {
            @Override
            public void ended(Step step) {
                throw new IllegalStateException("nobody reads this");
            }
        };
        assertThat(catchThrowable(() -> guest.send(target, false, failing, Limits.NONE)))
                .hasMessageContaining("nobody reads this");
        runs(guest);
        assertThat(target.told).doesNotContain("released");
        guest.close();
    }

    @Test
    void aGuestThatIsArrivingHasNoTwinEither() {
        byte[] stream = saved();
        List<Problem> refused = new ArrayList<>();
        Guest first = there.receive(new Streamed.Source(stream) {
            @Override
            public void receiver(Bytes identity) {
                refused.add(problem(() -> there.receive(new Streamed.Source(stream))));
            }
        });
        assertThat(refused).extracting(Problem::code).containsExactly("receive.twin");
        runs(first);
        first.close();
        there.receive(new Streamed.Source(stream)).close();
        there.isEmpty();
    }

    @Test
    void aReceiverThatHearsNothingHoldsTheGuestUntilSomebodyKnowsBetter() {
        byte[] stream = saved();
        Guest held = there.receive(new Streamed.Source(stream) {
            @Override
            public Word confirm(String guest) throws IOException {
                throw new IOException("gone");
            }
        });
        assertThat(held.state()).isEqualTo(GuestState.PAUSED);
        assertThat(held.reason()).contains("held");
        assertThat(held.executor()).isEmpty();
        assertThat(problem(() -> send(held, new Streamed(here.vmm.key), false)).code())
                .isEqualTo("guest.state");
        assertThat(problem(() -> held.reset(Limits.NONE)).code()).isEqualTo("guest.state");
        held.proceed(Limits.NONE);
        runs(held);
        held.close();
        there.isEmpty();
    }

    @Test
    void aGuestThatItsSenderTakesBackEnds() {
        byte[] stream = saved();
        assertThat(problem(() -> there.receive(new Streamed.Source(stream) {
                            @Override
                            public Word confirm(String guest) {
                                return Word.END;
                            }
                        }))
                        .code())
                .isEqualTo("receive.taken-back");
        there.isEmpty();
    }

    @Test
    void whileItIsSentNothingElseHappensToIt() {
        Guest guest = here.launch();
        Streamed target = new Streamed(there.vmm.key) {
            @Override
            public void complete() {
                assertThat(guest.reason()).contains("sending");
                assertThat(guest.executor()).isEmpty();
                assertThat(guest.whyNotExecuted().orElseThrow()).contains("sending");
                assertThat(problem(() -> guest.reset(Limits.NONE)).code()).isEqualTo("guest.state");
                assertThat(problem(() -> send(guest, new Streamed(there.vmm.key), false))
                                .code())
                        .isEqualTo("guest.state");
                told.add("asked");
            }
        };
        send(guest, target, false);
        assertThat(target.told).contains("asked");
    }

    @Test
    void aGuestThatIsStoppedMeanwhileIsGoneAndSendingFails() {
        Guest guest = here.launch();
        Streamed target = new Streamed(there.vmm.key) {
            @Override
            public OutputStream open() {
                guest.close();
                return written;
            }
        };
        assertThat(problem(() -> send(guest, target, false)).code()).isEqualTo("guest.closed");
        here.isEmpty();
    }

    @Test
    void aSnapshotRunsOnAndItsTwinOnlyByName() {
        Guest guest = here.launch();
        Streamed target = new Streamed(null);
        send(guest, target, true);
        runs(guest);
        assertThat(problem(() -> here.receive(new Streamed.Source(target.stream())))
                        .code())
                .isEqualTo("receive.twin");
        Streamed.Source again = new Streamed.Source(target.stream());
        again.again = true;
        try (Guest twin = here.receive(again)) {
            assertThat(content(twin)).isEqualTo(content(guest));
            guest.close();
            assertThat(problem(() -> here.receive(new Streamed.Source(target.stream())))
                            .code())
                    .isEqualTo("receive.twin");
        }
        here.receive(new Streamed.Source(target.stream())).close();
        here.isEmpty();
    }

    @Test
    void aSnapshotOfAnotherPlatformMayHaveItsTwinThere() {
        Streamed target = new Streamed(there.vmm.key);
        send(here.launch(), target, true);
        assertThat(problem(() -> there.receive(new Streamed.Source(target.stream())))
                        .code())
                .isEqualTo("receive.twin");
        there.isEmpty();
    }

    @Test
    void anotherPlatformThanTheReceiverCannotReceive() {
        byte[] stream = saved();
        assertThat(problem(() -> here.receive(new Streamed.Source(stream))).code())
                .isEqualTo("parcel.altered");
        here.isEmpty();
    }

    @Test
    void typesThatCannotBeSentSaySo() {
        TestBed snp = TestBed.complete();
        try (Guest guest = snp.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)) {
            Streamed target = new Streamed(null);
            Problem refusal = problem(() -> send(guest, target, false));
            assertThat(refusal.kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(refusal.code()).isEqualTo("send.snp");
            assertThat(target.told).isEmpty();
            runs(guest);
        }
    }
}
