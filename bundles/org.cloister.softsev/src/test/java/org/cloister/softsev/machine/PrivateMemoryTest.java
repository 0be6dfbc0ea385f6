// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.LaunchFixture.refused;
import static org.cloister.softsev.machine.SevFixture.PAGE;
import static org.cloister.softsev.machine.SevFixture.content;

import java.util.Random;
import org.cloister.amd.channel.DebugDecrypt;
import org.cloister.amd.channel.DebugEncrypt;
import org.cloister.amd.channel.PinnedRegions;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What host and guest see of an SEV guest's memory. */
class PrivateMemoryTest {
    private static final int NODBG = 0x1;

    private final SevFixture bench = new SevFixture("sev");
    private final GuestMemory memory = bench.machine.memory();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void withoutPageTablesEverythingIsPrivate() {
        bench.run(NODBG, content(PAGE));
        assertThat(memory.page(0x5000).visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(memory.page(0x5000).by()).isEqualTo(Turn.NO_PAGE_TABLES);
        memory.guestView().write(0x5123, content(300));
        assertThat(bench.guest(0x5123, 300)).isEqualTo(content(300));
        assertThat(bench.host(0x5123, 300)).isNotEqualTo(content(300));
        assertThat(bench.guest(0x5000, 0x123).isZero()).isTrue();
    }

    @Test
    void whatTheHostWritesIsGarbageToTheGuest() {
        bench.run(NODBG, content(PAGE));
        memory.hostView().write(0x100, content(16));
        assertThat(bench.host(0x100, 16)).isEqualTo(content(16));
        assertThat(bench.guest(0x100, 16)).isNotEqualTo(content(16));
        assertThat(bench.guest(0, 0x100)).isEqualTo(content(PAGE).slice(0, 0x100));
        assertThat(bench.guest(0x110, 0x100)).isEqualTo(content(PAGE).slice(0x110, 0x100));
        memory.hostView().write(0x7000, content(16));
        assertThat(bench.guest(0x7000, 16)).isNotEqualTo(content(16));
    }

    @Test
    void ciphertextMovedElsewhereIsGarbage() {
        bench.run(NODBG, content(PAGE));
        memory.hostView().write(0x8000, bench.host(0, PAGE));
        assertThat(bench.guest(0x8000, PAGE)).isNotEqualTo(content(PAGE));
    }

    @Test
    void theGuestSharesAndTakesBack() {
        bench.run(NODBG, content(PAGE));
        Bytes cipher = bench.host(0, PAGE);
        memory.turn(0, PAGE, Visibility.SHARED, Turn.GUEST_PAGE_TABLE);
        assertThat(bench.guest(0, PAGE)).isEqualTo(cipher).isEqualTo(bench.host(0, PAGE));
        memory.turn(0, PAGE, Visibility.PRIVATE, Turn.GUEST_PAGE_TABLE);
        assertThat(bench.guest(0, PAGE)).isEqualTo(content(PAGE));
        memory.turn(0x9000, PAGE, Visibility.SHARED, Turn.GUEST_PAGE_TABLE);
        memory.guestView().write(0x9000, content(64));
        assertThat(bench.host(0x9000, 64)).isEqualTo(content(64));
        memory.hostView().write(0x9040, content(64));
        assertThat(bench.guest(0x9040, 64)).isEqualTo(content(64));
        memory.turn(0x9000, PAGE, Visibility.PRIVATE, Turn.GUEST_PAGE_TABLE);
        assertThat(bench.guest(0x9000, 64)).isNotEqualTo(content(64));
    }

    @Test
    void nobodyWritesForTheGuestBeforeItRuns() {
        memory.turn(0, PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        memory.hostView().write(0, content(16));
        refusedView(() -> bench.guest(0, 16));
        refusedView(() -> memory.guestView().write(0, content(16)));
        bench.started(NODBG);
        refusedView(() -> memory.guestView().write(0, content(16)));
        bench.update(0, content(PAGE));
        bench.measure();
        bench.finish();
        memory.guestView().write(0, content(16));
    }

    private static void refusedView(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("memory.refused"));
    }

    @Test
    void debuggingReachesWhatTheGuestSeesAtAnyAlignment() {
        bench.run(0, content(4 * PAGE));
        byte[] mirror = content(4 * PAGE).toArray();
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int at = random.nextInt(3 * PAGE);
            int length = 1 + random.nextInt(PAGE);
            if (random.nextBoolean()) {
                byte[] written = new byte[length];
                random.nextBytes(written);
                bench.channel.execute(new DebugEncrypt(Bytes.of(written), bench.address(at)));
                System.arraycopy(written, 0, mirror, at, length);
            }
            assertThat(bench.channel.execute(new DebugDecrypt(bench.address(at), length)))
                    .isEqualTo(Bytes.of(mirror, at, length));
        }
        assertThat(bench.guest(0, 4 * PAGE)).isEqualTo(Bytes.of(mirror));
    }

    @Test
    void debuggingObeysThePolicy() {
        bench.run(NODBG, content(PAGE));
        refused(FirmwareStatus.POLICY_FAILURE, () -> bench.channel.execute(new DebugDecrypt(bench.address(0), 16)));
        refused(
                FirmwareStatus.POLICY_FAILURE,
                () -> bench.channel.execute(new DebugEncrypt(content(16), bench.address(0))));
        assertThat(bench.guest(0, PAGE)).isEqualTo(content(PAGE));
    }

    @Test
    void debuggingTakesMemoryThatIsThere() {
        bench.run(0, content(PAGE));
        long end = bench.address(0) + (1 << 20);
        refused(Errno.ENOMEM, () -> bench.channel.execute(new DebugDecrypt(end - 8, 16)));
        refused(Errno.ENOMEM, () -> bench.channel.execute(new DebugEncrypt(content(16), end)));
    }

    @Test
    void regionsAreRegisteredAndReleasedAsTheyWere() {
        PinnedRegions regions = bench.machine.adapt(PinnedRegions.class).orElseThrow();
        long address = bench.address(0);
        refused(Errno.ENOTTY, () -> regions.register(address, PAGE));
        bench.channel.execute(SevFixture.INIT2);
        regions.register(address, 2 * PAGE);
        refused(Errno.EINVAL, () -> regions.unregister(address, PAGE));
        refused(Errno.EINVAL, () -> regions.register(address, 0));
        refused(Errno.ENOMEM, () -> regions.register(address, 2 << 20));
        regions.unregister(address, 2 * PAGE);
        refused(Errno.EINVAL, () -> regions.unregister(address, 2 * PAGE));
        bench.close();
        refused(Errno.EBADF, () -> regions.register(address, PAGE));
    }
}
