// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevInit2;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.model.PlatformSettings;

/**
 * A process of its own that launches guests and changes its platform's keys until it is stopped; each step is a byte on
 * its output.
 */
final class StoppedPlatform {
    private StoppedPlatform() {}

    /** @param arguments the state folder */
    public static void main(String[] arguments) {
        SoftSev platform = new SoftSev(PlatformSettings.DEFAULT, Optional.of(Path.of(arguments[0])));
        PlatformChannel channel = platform.adapt(PlatformChannel.class).orElseThrow();
        for (int round = 0; true; round++) {
            channel.execute(BarePlatformCommand.PDH_GEN);
            step();
            launch(platform);
            if (round % 5 == 4) {
                channel.execute(BarePlatformCommand.SNP_COMMIT);
                channel.execute(BarePlatformCommand.PEK_GEN);
                step();
                channel.execute(BarePlatformCommand.FACTORY_RESET);
                step();
            }
        }
    }

    private static void launch(SoftSev platform) {
        MachineSpec spec = new MachineSpec(new GuestType("sev"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);
        try (VirtualMachine machine = platform.create(spec)) {
            SevChannel channel = machine.adapt(SevChannel.class).orElseThrow();
            channel.execute(new SevInit2(0, 0, 0));
            step();
            channel.execute(new LaunchStart(0, 1, Bytes.EMPTY, Bytes.EMPTY));
            channel.execute(new LaunchUpdateData(machine.memory().hostAddress(0).orElseThrow(), 1 << 16));
            step();
            channel.execute(new LaunchMeasure(48));
            channel.execute(BareSevCommand.LAUNCH_FINISH);
            step();
        }
    }

    private static void step() {
        System.out.write('.');
        System.out.flush();
    }
}
