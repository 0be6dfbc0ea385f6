// SPDX-License-Identifier: Apache-2.0
package com.example.snp;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.rehearsal.Rehearsal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Measurement;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.Vmm;
import org.junit.jupiter.api.Test;

class ExampleSnpTest {
    private static final GuestRequest REQUEST =
            new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, Map.of());

    private final ExampleSnp support = new ExampleSnp();
    private final ConfidentialGuestSupport cloisters =
            ServiceLoader.load(ConfidentialGuestSupport.class).findFirst().orElseThrow();
    private final Vmm platform = ServiceLoader.load(Vmm.class).findFirst().orElseThrow();

    @Test
    void firmwareMeasuresWhatWasExpected() {
        try (Rehearsal launch = new Rehearsal(support, platform, REQUEST)) {
            Measurement paused = launch.toThePause().measure();
            Measurement running = launch.finish().measure();
            Measurement expected = support.expect(launch.plan()).orElseThrow();
            assertThat(paused).isEqualTo(expected);
            assertThat(running.value()).isEqualTo(expected.value());
            assertThat(running.source()).isEqualTo(Measurement.Source.FIRMWARE);
            assertThat(launch.status().ready()).isTrue();
        }
    }

    @Test
    void aRangeIsSentInTheStepThatPutsItIn() {
        try (Rehearsal launch = new Rehearsal(support, platform, REQUEST)) {
            launch.toThePause();
            SnpLaunchInspection look =
                    launch.machine().adapt(SnpLaunchInspection.class).orElseThrow();
            assertThat(look.launchDigest()).isEqualTo(new ExampleContext(launch.context()).digest());
        }
    }

    @Test
    void sharedPageOfTheLaunchIsSeen() {
        try (Rehearsal launch = new Rehearsal(support, platform, REQUEST)) {
            launch.toThePause().finish();
            InitialRange first = launch.plan().ranges().get(0);
            launch.machine().memory().turn(first.gpa(), 4096, Visibility.SHARED, Turn.LAUNCH_UPDATE);
            assertThat(launch.status().detail()).contains("0x" + Long.toHexString(first.gpa()));
        }
    }

    @Test
    void aPausedLaunchOfCloistersBackendIsTakenOver() {
        try (Rehearsal launch = new Rehearsal(cloisters, platform, REQUEST)) {
            Measurement measurement =
                    launch.toThePause().takenOverBy(support).finish().measure();
            assertThat(measurement.value()).isEqualTo(SnpDigest.of(launch.plan()));
            assertThat(launch.status().ready()).isTrue();
        }
    }

    @Test
    void aRunningGuestOfCloistersBackendIsTakenOver() {
        LaunchContext running =
                new ExampleContext(queued()).in(ExampleContext.RUNNING).values().under(ExampleContext.CLOISTER);
        ExampleContext adopted = new ExampleContext(support.adopt(running));
        assertThat(adopted.waiting()).isEmpty();
        assertThat(adopted.queue()).hasSize(1);
    }

    @Test
    void onlyKnownSchemasAreAdopted() {
        assertThat(List.of(ExampleContext.SCHEMA, ExampleContext.CLOISTER)).allMatch(support::canAdopt);
        assertThat(support.canAdopt(new ContextSchema("org.cloister.snp", 2))).isFalse();
        assertThat(support.canAdopt(new ContextSchema("com.example.snp", 2))).isFalse();
    }

    private LaunchContext queued() {
        ExampleContext empty = new ExampleContext(LaunchContext.empty(support.type(), ExampleContext.SCHEMA)
                .with("queue", new ContextValue.Items(List.of())));
        return empty.queued(support.plan(REQUEST).ranges().get(0)).values();
    }
}
