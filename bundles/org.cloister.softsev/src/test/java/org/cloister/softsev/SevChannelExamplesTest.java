// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevInit2;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.JavadocExamples;
import org.junit.jupiter.api.Test;

/** The example of {@link SevChannel}. */
class SevChannelExamplesTest {
    @Test
    void launch() {
        MachineSpec spec = new MachineSpec(new GuestType("sev"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);
        try (VirtualMachine machine = new SoftSev(PlatformSettings.DEFAULT).create(spec)) {
            // Example: execute(SevCommand)
            SevChannel channel = machine.adapt(SevChannel.class).orElseThrow();
            long firmware = machine.memory().hostAddress(0).orElseThrow();
            channel.execute(new SevInit2(0, 0, 0));
            channel.execute(new LaunchStart(0, 1, Bytes.EMPTY, Bytes.EMPTY));
            channel.execute(new LaunchUpdateData(firmware, 4096));
            Bytes measurement = channel.execute(new LaunchMeasure(48)).content();
            channel.execute(BareSevCommand.LAUNCH_FINISH);
            // End
            assertThat(measurement.length()).isEqualTo(48);
        }
    }

    @Test
    void theJavadocHoldsIt() throws IOException {
        JavadocExamples.of("amd.channel", SevChannel.class.getName(), getClass())
                .require();
    }
}
