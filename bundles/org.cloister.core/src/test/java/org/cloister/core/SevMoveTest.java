// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.sev.SevReceiver;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEV and SEV-ES guests between two secure processors in software, and out of a file. */
class SevMoveTest {
    /** Memory that the sample firmware does not use, in a page that the host never wrote. */
    private static final long OURS = 0x200000;

    private final TestBed here = platform();
    private final TestBed there = platform();

    private static TestBed platform() {
        TestBed bed = TestBed.bare();
        bed.install(bed.platform);
        bed.install(new SevGuestSupport(), 0);
        bed.install(new SevEsGuestSupport(), 0);
        return bed;
    }

    private Guest launch(String type, int vcpus, Map<String, String> properties) {
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), vcpus, "EPYC-v4", 64 << 20, properties);
        LaunchRequest launch =
                new LaunchRequest(new TypeChoice.Named(new GuestType(type)), Trust.EMULATED, request, false);
        Guest guest = here.launcher.launch(launch, LaunchListener.SILENT, Limits.NONE);
        guest.memory().guestView().write(OURS, Bytes.of("grown".getBytes(StandardCharsets.US_ASCII)));
        return guest;
    }

    static Bytes identity(TestBed bed) {
        PlatformChannel channel = bed.platform.adapt(PlatformChannel.class).orElseThrow();
        PdhCertExport.Certificates exported = LengthQuery.fetch(channel, PdhCertExport.LENGTH);
        Bytes authorities =
                bed.platform.adapt(PlatformAuthorities.class).orElseThrow().askAndArk();
        return new SevReceiver(exported.pdh().content(), exported.chain().content(), authorities).identity();
    }

    private byte[] sent(Guest guest) {
        Streamed target = new Streamed(identity(there));
        guest.send(target, false, LaunchListener.SILENT, Limits.NONE);
        return target.stream();
    }

    private Guest received(byte[] stream) {
        return there.launcher.receive(new Streamed.Source(stream), LaunchListener.SILENT, Limits.NONE);
    }

    private static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(CloisterException.class, call).problem();
    }

    private static void assertNothingLeft(TestBed bed) {
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
        assertThat(bed.usage().asids()).isZero();
        assertThat(bed.usage().pages()).isZero();
    }

    private static Bytes memory(Guest guest, MemoryRegion run) {
        return guest.memory().guestView().read(run.gpa(), (int) run.size());
    }

    @ParameterizedTest
    @CsvSource({"sev,init2,1", "sev,legacy,4", "sev-es,init2,16", "sev-es,legacy,1"})
    void memoryAndPolicyArrive(String type, String profile, int vcpus) {
        Guest guest = launch(type, vcpus, Map.of("profile", profile));
        Map<MemoryRegion, Bytes> before = new LinkedHashMap<>();
        guest.memory()
                .regions()
                .forEach(region ->
                        guest.memory().guestView().written(region).forEach(run -> before.put(run, memory(guest, run))));
        byte[] stream = sent(guest);
        assertNothingLeft(here);

        try (Guest arrived = received(stream)) {
            assertThat(arrived.status().ready()).isTrue();
            before.forEach((run, content) -> assertThat(memory(arrived, run)).isEqualTo(content));
            assertThat(arrived.report().plan().policy())
                    .isEqualTo(guest.report().plan().policy());
            assertThat(arrived.report().plan().vcpus())
                    .isEqualTo(guest.report().plan().vcpus());
            assertThat(arrived.report().measurement().orElseThrow().source()).isEqualTo(Measurement.Source.SENDER);
            assertThat(new String(stream, StandardCharsets.ISO_8859_1)).doesNotContain("grown");
        }
        assertNothingLeft(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void aGuestThatArrivedIsSentOn(String type) {
        byte[] first = sent(launch(type, 2, Map.of()));
        Guest arrived = received(first);
        Streamed back = new Streamed(identity(here));
        arrived.send(back, false, LaunchListener.SILENT, Limits.NONE);
        try (Guest home =
                here.launcher.receive(new Streamed.Source(back.stream()), LaunchListener.SILENT, Limits.NONE)) {
            assertThat(home.memory().guestView().read(OURS, 5))
                    .isEqualTo(Bytes.of("grown".getBytes(StandardCharsets.US_ASCII)));
            assertThat(problem(() -> home.reset(Limits.NONE)).code()).isEqualTo("reset.received");
        }
        assertNothingLeft(here);
        assertNothingLeft(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void damageIsNoticedAndNothingIsLeft(String type) {
        byte[] stream = sent(launch(type, 1, Map.of()));
        for (int at = 1; at < stream.length; at += Thorough.times(stream.length / 20, stream.length / 2000)) {
            byte[] damaged = stream.clone();
            damaged[at] ^= 1;
            assertThat(problem(() -> received(damaged)).kind())
                    .as("byte %s", at)
                    .isNotEqualTo(Problem.Kind.DEFECT);
            assertNothingLeft(there);
        }
    }

    @Test
    void whatPolicyForbidsIsRefusedByBitAndNameBeforeAnythingMoves() {
        requireForbidden("nosend=on", "nosend (bit 3)");
        requireForbidden("domain=on", "domain (bit 4)");
    }

    private void requireForbidden(String policy, String named) {
        try (Guest guest = launch("sev", 1, Map.of("policy", policy))) {
            Streamed target = new Streamed(identity(there));
            Problem refusal = problem(() -> guest.send(target, false, LaunchListener.SILENT, Limits.NONE));
            assertThat(refusal.kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(refusal.code()).isEqualTo("send.policy");
            assertThat(refusal.where()).contains(named);
            assertThat(target.told).doesNotContain("open");
            assertThat(guest.status().ready()).isTrue();
        }
    }

    @Test
    void aReceiverThatIsNoneIsRefused() {
        try (Guest guest = launch("sev", 1, Map.of())) {
            Streamed target = new Streamed(Bytes.of(new byte[100]));
            assertThat(problem(() -> guest.send(target, false, LaunchListener.SILENT, Limits.NONE))
                            .code())
                    .isEqualTo("send.receiver");
            assertThat(guest.status().ready()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void aSnapshotLeavesTheGuestAsItIs(String type) {
        try (Guest guest = launch(type, 1, Map.of())) {
            Streamed file = new Streamed(null);
            guest.send(file, true, LaunchListener.SILENT, Limits.NONE);
            assertThat(guest.status().ready()).isTrue();
            Streamed.Source again = new Streamed.Source(file.stream());
            again.again = true;
            try (Guest twin = here.launcher.receive(again, LaunchListener.SILENT, Limits.NONE)) {
                assertThat(twin.status().ready()).isTrue();
            }
        }
        assertNothingLeft(here);
    }
}
