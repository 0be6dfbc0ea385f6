// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.core.Witness.Seen;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.testing.Thorough;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A guest that moved is what it was: memory, processors and policy, as a receiver sees them to which it is sent before
 * and after. In every build 64 MiB of which every eighth page was written, in the profile 1 GiB and every sixteenth.
 */
class MovedEqualTest {
    private static final long MEMORY = (long) Thorough.times(64, 1024) << 20;
    private static final int STEP = Thorough.times(8, 16) * 4096;
    // Where the firmware keeps its checksum of a VMSA and its place, which are the platform's
    private static final int CHECKSUM_AT = 0x380;
    private static final int CHECKSUM_END = 0x390;

    private final TestBed here = platform();
    private final TestBed there = platform();
    private final Witness witness = new Witness();

    private static TestBed platform() {
        TestBed bed = TestBed.bare();
        bed.install(bed.platform);
        bed.install(new SevGuestSupport(), 0);
        bed.install(new SevEsGuestSupport(), 0);
        return bed;
    }

    private Guest launch(String type, int vcpus) {
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), vcpus, "EPYC-v4", MEMORY, Map.of());
        LaunchRequest launch =
                new LaunchRequest(new TypeChoice.Named(new GuestType(type)), Trust.EMULATED, request, false);
        return here.launcher.launch(launch, LaunchListener.SILENT, Limits.NONE);
    }

    /** Writes as the guest does. */
    private static void fill(Guest guest) {
        Random random = new Random(11);
        byte[] page = new byte[4096];
        for (long gpa = 0; gpa < MEMORY; gpa += STEP) {
            random.nextBytes(page);
            guest.memory().guestView().write(gpa, Bytes.of(page));
        }
    }

    @ParameterizedTest
    @CsvSource({"sev, 1", "sev, 16", "sev-es, 1", "sev-es, 16"})
    void memoryProcessorsAndPolicyAreWhatTheyWere(String type, int vcpus) throws IOException {
        Guest guest = launch(type, vcpus);
        fill(guest);
        Seen before = witness.look(guest);
        assertThat(before.pages()).isGreaterThanOrEqualTo((int) (MEMORY / STEP));
        assertThat(before.vmsas()).hasSize(type.equals("sev-es") ? vcpus : 0);
        Streamed stream = new Streamed(SevMoveTest.identity(there));
        guest.send(stream, false, LaunchListener.SILENT, Limits.NONE);

        try (Guest arrived =
                there.launcher.receive(new Streamed.Source(stream.stream()), LaunchListener.SILENT, Limits.NONE)) {
            Seen after = witness.look(arrived);
            assertThat(after.memory()).isEqualTo(before.memory());
            assertThat(after.pages()).isEqualTo(before.pages());
            assertThat(after.visibility()).isEqualTo(before.visibility());
            assertThat(withoutChecksum(after)).isEqualTo(withoutChecksum(before));
            assertThat(after.policy()).isEqualTo(before.policy());
            assertThat(arrived.report().plan().policy())
                    .isEqualTo(guest.report().plan().policy());
            Measurement told = arrived.report().measurement().orElseThrow();
            assertThat(told.source()).as("the sender's word").isEqualTo(Measurement.Source.SENDER);
            assertThat(told.value())
                    .isEqualTo(guest.report().measurement().orElseThrow().value());
        }
    }

    private static List<Bytes> withoutChecksum(Seen seen) {
        return seen.vmsas().stream()
                .map(vmsa -> {
                    byte[] bytes = vmsa.toArray();
                    Arrays.fill(bytes, CHECKSUM_AT, CHECKSUM_END, (byte) 0);
                    return Bytes.wrap(bytes);
                })
                .toList();
    }
}
