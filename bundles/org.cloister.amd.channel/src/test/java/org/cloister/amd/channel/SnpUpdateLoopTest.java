// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.amd.channel.SevCodecTest.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.cloister.amd.channel.SnpLaunchUpdate.Rest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnpUpdateLoopTest {
    private static final long AGAIN = -Errno.EAGAIN;
    private static final SnpLaunchUpdate RANGE =
            new SnpLaunchUpdate(0x800, 0x7f0000000000L, 0x5000, SnpPageType.NORMAL, 0);

    private final List<SnpLaunchUpdate> calls = new ArrayList<>();

    @Test
    void goesOnWhereTheKernelStopped() {
        SnpUpdateLoop.execute(kernel(call -> 2), RANGE, "firmware", Limits.NONE);
        assertThat(calls)
                .containsExactly(
                        RANGE,
                        new SnpLaunchUpdate(0x802, 0x7f0000002000L, 0x3000, SnpPageType.NORMAL, 0),
                        new SnpLaunchUpdate(0x804, 0x7f0000004000L, 0x1000, SnpPageType.NORMAL, 0));
    }

    @Test
    void repeatsWhatTheKernelCouldNotBegin() {
        SnpUpdateLoop.execute(kernel(call -> call % 3 == 2 ? 5 : AGAIN), RANGE, "firmware", Limits.NONE);
        assertThat(calls).containsExactly(RANGE, RANGE, RANGE);
    }

    @Test
    void givesUpWhenNothingAdvances() {
        assertThat(refused(
                        Errno.EAGAIN,
                        () -> SnpUpdateLoop.execute(kernel(call -> AGAIN), RANGE, "firmware", Limits.NONE)))
                .hasMessageContaining("gpa 0x800000");
        assertThat(calls).hasSize(1000);
    }

    @Test
    void givesUpAtOnceWhenACallSucceedsWithoutAPage() {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> SnpUpdateLoop.execute(kernel(call -> 0), RANGE, "firmware", Limits.NONE))
                .extracting(CloisterException::problem)
                .extracting(Problem::code, Problem::where, Problem::found)
                .containsExactly("snp.update.stuck", "firmware", "20480 bytes left");
        assertThat(calls).hasSize(1);
    }

    /** Each page is refused once, whatever its type; none is left out or sent twice. */
    @ParameterizedTest
    @EnumSource
    void sendsEachPageOfEachTypeOnceThoughEachIsRefusedOnce(SnpPageType type) {
        SnpLaunchUpdate range = new SnpLaunchUpdate(0x800, 0x7f0000000000L, 0x3000, type, 0);
        SnpUpdateLoop.execute(kernel(call -> call % 2 == 0 ? AGAIN : 1), range, "firmware", Limits.NONE);
        assertThat(calls)
                .extracting(SnpLaunchUpdate::gfnStart)
                .containsExactly(0x800L, 0x800L, 0x801L, 0x801L, 0x802L, 0x802L);
        assertThat(calls).extracting(SnpLaunchUpdate::type).containsOnly(type);
    }

    @Test
    void countsAnewAfterEachPage() {
        SnpUpdateLoop.execute(kernel(call -> call % 900 == 899 ? 1 : AGAIN), RANGE, "firmware", Limits.NONE);
        assertThat(calls).hasSize(5 * 900);
    }

    @Test
    void passesOtherRefusalsOn() {
        refused(Errno.EIO, () -> SnpUpdateLoop.execute(kernel(call -> -Errno.EIO), RANGE, "firmware", Limits.NONE));
        assertThat(calls).hasSize(1);
    }

    @Test
    void stopsWhenCancelled() {
        Cancellation cancellation = new Cancellation();
        SevChannel channel = kernel(call -> {
            cancellation.cancel();
            return 1;
        });
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> SnpUpdateLoop.execute(channel, RANGE, "firmware", Limits.of(cancellation)))
                .matches(e -> e.problem().kind() == Problem.Kind.CANCELLED);
        assertThat(calls).hasSize(1);
    }

    @Test
    void hasNothingToDoForNoPages() {
        SnpLaunchUpdate none = new SnpLaunchUpdate(0x800, 0, 0, SnpPageType.ZERO, 0);
        SnpUpdateLoop.execute(kernel(call -> 1), none, "firmware", Limits.NONE);
        assertThat(calls).isEmpty();
    }

    /** A kernel that does so many pages at each call, or refuses it with an error number. */
    private SevChannel kernel(IntToLongFunction pages) {
        return new SevChannel() {
            @Override
            @SuppressWarnings("unchecked")
            public <A> A execute(SevCommand<A> command) {
                SnpLaunchUpdate update = (SnpLaunchUpdate) command;
                calls.add(update);
                long done = pages.applyAsLong(calls.size() - 1);
                if (done < 0) {
                    throw new SevCommandException(update.name(), (int) -done, FirmwareStatus.NOT_CALLED);
                }
                long bytes = Math.min(done * 0x1000, update.length());
                return (A)
                        new Rest(update.gfnStart() + bytes / 0x1000, update.uaddr() + bytes, update.length() - bytes);
            }
        };
    }
}
