// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.launch.Expectation;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Preview;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.TypeChoice;
import org.cloister.testing.JavadocExamples;
import org.junit.jupiter.api.Test;

/** The examples of {@link GuestLauncher}, on the platform in software. */
class GuestLauncherExamplesTest {
    private final GuestLauncher launcher = TestBed.complete().launcher;
    private final LaunchRequest request = TestBed.request();

    @Test
    void selection() {
        // Example: select(LaunchRequest)
        Selection selection = launcher.select(request);
        selection.candidates().forEach(one -> System.out.println(one.platform() + ": " + one.reason()));
        boolean possible = selection.chosen().isPresent();
        // End
        assertThat(possible).isTrue();
    }

    @Test
    void offers() {
        // Example: offers(Candidate, Class)
        Candidate chosen = launcher.select(request).chosen().orElseThrow();
        boolean attests = launcher.offers(chosen, GuestAttestation.class);
        // End
        assertThat(attests).isTrue();
    }

    @Test
    void preview() {
        // Example: preview(LaunchRequest)
        Preview preview = launcher.preview(request);
        int ranges = preview.plan().ranges().size();
        Optional<Measurement> digest = preview.expected();
        // End
        assertThat(ranges).isPositive();
        assertThat(digest).isPresent();
    }

    @Test
    void expectation() {
        Image firmware = SampleFirmware.image();
        // Example: expect(GuestType, GuestRequest)
        GuestRequest guest = new GuestRequest(firmware, Optional.empty(), 4, "EPYC-Milan", 1L << 30, Map.of());
        Expectation expectation =
                launcher.expect(new GuestType("sev-snp"), guest).orElseThrow();
        Optional<Measurement> digest = expectation.measurement();
        // End
        assertThat(digest).isPresent();
    }

    @Test
    void needsFirmware() {
        // Example: needsFirmware(GuestType)
        boolean firmware = launcher.needsFirmware(new GuestType("sev-snp"));
        // End
        assertThat(firmware).isTrue();
    }

    @Test
    void launch() {
        Image firmware = SampleFirmware.image();
        // Example: launch(LaunchRequest, LaunchListener, Limits)
        GuestRequest guest = new GuestRequest(firmware, Optional.empty(), 4, "EPYC-Milan", 1L << 30, Map.of());
        TypeChoice type = new TypeChoice.Named(new GuestType("sev-snp"));
        LaunchRequest request = new LaunchRequest(type, Trust.EMULATED, guest, false);
        try (Guest launched = launcher.launch(request, LaunchListener.SILENT, Limits.NONE)) {
            Measurement digest = launched.report().measurement().orElseThrow();
            System.out.println(
                    launched.id() + " has the launch digest " + digest.value().hex());
        }
        // End
        assertThat(launcher.guests()).isEmpty();
    }

    @Test
    void receive() {
        TestBed there = TestBed.bare();
        ParcelVmm vmm = new ParcelVmm();
        there.install(vmm);
        there.install(new Parcel(), 0);
        GuestRequest guest = new GuestRequest(GuestRequest.NO_FIRMWARE, Optional.empty(), 1, "any", 1 << 20, Map.of());
        LaunchRequest first = new LaunchRequest(new TypeChoice.Named(Parcel.TYPE), Trust.EMULATED, guest, false);
        Streamed target = new Streamed(vmm.key);
        there.launcher
                .launch(first, LaunchListener.SILENT, Limits.NONE)
                .send(target, false, LaunchListener.SILENT, Limits.NONE);
        ReceiveSource source = new Streamed.Source(target.stream());
        GuestLauncher launcher = there.launcher;
        // Example: receive(ReceiveSource, LaunchListener, Limits)
        try (Guest received = launcher.receive(source, LaunchListener.SILENT, Limits.NONE)) {
            System.out.println(
                    received.id() + received.reason().map(why -> " is " + why).orElse(" runs here now"));
        }
        // End
        assertThat(launcher.guests()).isEmpty();
    }

    @Test
    void guests() {
        try (Guest launched = launcher.launch(request, LaunchListener.SILENT, Limits.NONE)) {
            // Example: guests()
            for (Guest guest : launcher.guests()) {
                System.out.println(guest.id() + " is " + guest.state());
            }
            // End
            assertThat(launcher.guests()).containsExactly(launched);
        }
    }

    @Test
    void ended() {
        // Example: ended()
        for (EndedGuest guest : launcher.ended()) {
            System.out.println(guest.id() + " ended: " + guest.why().message());
        }
        // End
        assertThat(launcher.ended()).isEmpty();
    }

    @Test
    void theJavadocHoldsThem() throws IOException {
        JavadocExamples.of("api", GuestLauncher.class.getName(), getClass()).require();
    }
}
