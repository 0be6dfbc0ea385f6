// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.MachineSpec;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;

/** A machine with what a test does to it again and again. */
final class LaunchFixture implements AutoCloseable {
    static final int PAGE = 4096;
    static final long POLICY = 0x30000;
    static final SevInit2 INIT = new SevInit2(0, 0, 2);
    static final SnpLaunchStart START = startWith(POLICY);
    static final SnpLaunchFinish FINISH =
            new SnpLaunchFinish(Optional.empty(), false, false, Bytes.of(new byte[32]), 0);

    final SoftProcessor processor;
    final SoftMachine machine;
    final SevChannel channel;

    LaunchFixture() {
        this(new SoftProcessor(PlatformSettings.DEFAULT), 1);
    }

    LaunchFixture(SoftProcessor processor, int vcpus) {
        this(
                processor,
                List.of(new MemoryRegion("ram", 0, 1 << 20), new MemoryRegion("rom", 0xfff00000L, 1 << 20)),
                vcpus);
    }

    LaunchFixture(SoftProcessor processor, List<MemoryRegion> memory, int vcpus) {
        this.processor = processor;
        machine = new SoftMachine(new MachineSpec(new GuestType("sev-snp"), memory, vcpus), processor, Optional::empty);
        channel = machine.adapt(SevChannel.class).orElseThrow();
    }

    static SnpLaunchStart startWith(long policy) {
        return new SnpLaunchStart(policy, Bytes.ofHex("000102030405060708090a0b0c0d0e0f"), 0);
    }

    /** A machine in the state in which pages can be put in. */
    static LaunchFixture started(SoftProcessor processor, int vcpus) {
        LaunchFixture bench = new LaunchFixture(processor, vcpus);
        bench.start();
        return bench;
    }

    /** Brings the machine to the state in which pages can be put in. */
    void start() {
        channel.execute(INIT);
        channel.execute(START);
    }

    /** Writes content and makes its pages private. */
    void stage(long gpa, Bytes content) {
        machine.memory().hostView().write(gpa, content);
        turn(gpa, content.length());
    }

    void turn(long gpa, long size) {
        machine.memory().turn(gpa, size, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
    }

    SnpLaunchUpdate update(SnpPageType type, long gpa, long size) {
        return new SnpLaunchUpdate(gpa / PAGE, address(gpa), size, type, 0);
    }

    SnpLaunchUpdate.Rest put(SnpPageType type, long gpa, Bytes content) {
        stage(gpa, content);
        return channel.execute(update(type, gpa, content.length()));
    }

    long address(long gpa) {
        return machine.memory().hostAddress(gpa).orElseThrow();
    }

    Bytes hostView(long gpa) {
        return machine.memory().hostView().read(gpa, PAGE);
    }

    Bytes guestView(long gpa) {
        return machine.memory().guestView().read(gpa, PAGE);
    }

    Bytes digest() {
        return machine.adapt(SnpLaunchInspection.class).orElseThrow().launchDigest();
    }

    @Override
    public void close() {
        machine.close();
    }

    static SevCommandException refused(int errno, ThrowingCallable call) {
        return refused(errno, FirmwareStatus.NOT_CALLED, call);
    }

    static SevCommandException refused(FirmwareStatus status, ThrowingCallable call) {
        return refused(Errno.EIO, status.code(), call);
    }

    private static SevCommandException refused(int errno, int status, ThrowingCallable call) {
        SevCommandException[] caught = new SevCommandException[1];
        assertThatExceptionOfType(SevCommandException.class)
                .isThrownBy(call)
                .matches(e -> e.errno() == errno, "errno " + errno)
                .matches(e -> e.firmwareStatus() == status, "status " + status)
                .satisfies(e -> caught[0] = e);
        return caught[0];
    }
}
