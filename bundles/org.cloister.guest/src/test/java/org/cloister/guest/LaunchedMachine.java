// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.MachineSpec;
import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.attest.ReportSource;
import org.cloister.softsev.machine.SoftMachine;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;

/** A guest with a secrets page on the platform in software, whose reports nobody signs. */
final class LaunchedMachine implements AutoCloseable {
    static final long SECRETS = 0x3000;
    private static final Bytes ZEROS = Bytes.of(new byte[4096]);

    final SoftMachine machine;
    final GuestRequests channel;

    LaunchedMachine(int tableSize) {
        this(new SoftProcessor(PlatformSettings.DEFAULT, new Unsigned(tableSize)));
    }

    LaunchedMachine(SoftProcessor processor) {
        MachineSpec spec = new MachineSpec(new GuestType("sev-snp"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);
        machine = new SoftMachine(spec, processor, Optional::empty);
        channel = machine.adapt(GuestRequests.class).orElseThrow();
        SevChannel launch = machine.adapt(SevChannel.class).orElseThrow();
        launch.execute(new SevInit2(0, 0, 2));
        launch.execute(new SnpLaunchStart(0x30000, Bytes.of(new byte[16]), 0));
        machine.memory().hostView().write(SECRETS, ZEROS);
        machine.memory().turn(SECRETS, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        long address = machine.memory().hostAddress(SECRETS).orElseThrow();
        launch.execute(new SnpLaunchUpdate(SECRETS / 4096, address, 4096, SnpPageType.SECRETS, 0));
        launch.execute(new SnpLaunchFinish(Optional.empty(), false, false, Bytes.of(new byte[32]), 0));
    }

    MemoryView memory() {
        return machine.memory().guestView();
    }

    SoftwareGuest guest(int level) {
        return guest(channel, level);
    }

    SoftwareGuest guest(GuestRequests hypervisor, int level) {
        return new SoftwareGuest(hypervisor, memory(), SECRETS, level, new RetryPolicy(3, () -> {}));
    }

    /** The guest's count of messages at a level. */
    long count(int level) {
        return memory().read(SECRETS + 0xa0 + 4L * level, 4).buffer().getInt();
    }

    /** The guest's key of a level. */
    Bytes key(int level) {
        return memory().read(SECRETS + 0x20 * (level + 1L), 32);
    }

    @Override
    public void close() {
        machine.close();
    }

    private record Unsigned(int tableSize) implements ReportSource {
        @Override
        public Bytes report(GuestIdentity guest, Bytes reportData, int vmpl, Key key) {
            return new ReportBuilder(ReportVersion.V2)
                    .put(ReportField.REPORT_DATA, reportData)
                    .put(ReportField.VMPL, vmpl)
                    .put(ReportField.MEASUREMENT, guest.launchDigest())
                    .build()
                    .encode();
        }

        @Override
        public Bytes certificateTable() {
            return Bytes.of(new byte[tableSize]);
        }
    }
}
