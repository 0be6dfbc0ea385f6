// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cloister.amd.session.OwnerSession;
import org.cloister.amd.session.TransportPacket;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The flow of SEV and SEV-ES between a host and a guest's owner, from the exported PDH to the guest that has its
 * secret.
 */
class SevFlowTest {
    /** Where the sample firmware has its secret area. */
    private static final long SECRET_AREA = 0x16000;

    private static final byte[] SECRET = "open sesame".getBytes(StandardCharsets.US_ASCII);

    private static void assertNothingLeft(OwnerBench bench) {
        assertThat(bench.bed.launcher.guests()).isEmpty();
        assertThat(bench.bed.usage().machines()).isZero();
        assertThat(bench.bed.usage().asids()).isZero();
        assertThat(bench.bed.usage().pages()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"sev,init2", "sev,legacy", "sev-es,init2", "sev-es,legacy"})
    void guestGetsItsSecretAndTheHostDoesNot(String type, String profile) {
        OwnerBench bench = new OwnerBench(type);
        bench.settings.put("profile", profile);
        try (OwnerSession session = bench.session();
                Guest guest = bench.paused()) {
            assertThat(guest.status().state()).isEqualTo("launch-secret");
            assertThat(bench.verified(guest, session, bench.request())).isTrue();
            TransportPacket packet = bench.packed(guest, session, SECRET);
            guest.injectSecret(packet.header().raw(), packet.payload(), OptionalLong.empty(), Limits.NONE);
            guest.proceed(Limits.NONE);

            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.status().ready()).isTrue();
            assertThat(guest.memory().guestView().read(SECRET_AREA + 40, SECRET.length))
                    .isEqualTo(Bytes.of(SECRET));
            Bytes seen =
                    guest.memory().hostView().read(SECRET_AREA, packet.payload().length());
            assertThat(seen)
                    .isNotEqualTo(guest.memory()
                            .guestView()
                            .read(SECRET_AREA, packet.payload().length()));
            assertThat(seen).isNotEqualTo(packet.payload());
            assertThat(new String(seen.toArray(), StandardCharsets.ISO_8859_1)).doesNotContain("sesame");
        }
        assertNothingLeft(bench);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void measurementThatDoesNotMatchEndsTheGuest(String type) {
        OwnerBench bench = new OwnerBench(type);
        try (OwnerSession session = bench.session()) {
            Guest guest = bench.paused();
            GuestRequest other = with(bench.request(), Map.of("kernel-hashes", "off"), changed(bench.request()));
            assertThat(bench.verified(guest, session, other)).isFalse();
            guest.close();
        }
        assertNothingLeft(bench);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 20, 51, 52})
    void packetThatWasChangedIsRefusedAndTheRightOneMayFollow(int at) {
        OwnerBench bench = new OwnerBench("sev");
        try (OwnerSession session = bench.session()) {
            Guest guest = bench.paused();
            Measurement measured = guest.report().measurement().orElseThrow();
            TransportPacket packet = bench.packed(guest, session, SECRET);
            byte[] header = packet.header().raw().toArray();
            byte[] payload = packet.payload().toArray();
            if (at < header.length) {
                header[at] ^= 2;
            } else {
                payload[0] ^= 1;
            }
            assertThatThrownBy(() ->
                            guest.injectSecret(Bytes.of(header), Bytes.of(payload), OptionalLong.empty(), Limits.NONE))
                    .hasMessageContaining("LAUNCH_SECRET");
            assertThat(guest.state()).isEqualTo(GuestState.PAUSED);
            assertThat(guest.status().state()).isEqualTo("launch-secret");
            assertThat(guest.report().measurement()).contains(measured);
            guest.injectSecret(packet.header().raw(), packet.payload(), OptionalLong.of(0x2000), Limits.NONE);
            guest.proceed(Limits.NONE);
            assertThat(guest.memory().guestView().read(0x2000 + 40, SECRET.length))
                    .isEqualTo(Bytes.of(SECRET));
            guest.close();
        }
        assertNothingLeft(bench);
    }

    @Test
    void packetOfAnotherLaunchIsRefused() {
        OwnerBench bench = new OwnerBench("sev");
        try (OwnerSession session = bench.session();
                Guest first = bench.paused();
                Guest second = bench.paused()) {
            TransportPacket packet = bench.packed(first, session, SECRET);
            assertThatThrownBy(() -> second.injectSecret(
                            packet.header().raw(), packet.payload(), OptionalLong.empty(), Limits.NONE))
                    .hasMessageContaining("BAD_MEASUREMENT");
            first.injectSecret(packet.header().raw(), packet.payload(), OptionalLong.of(0x2000), Limits.NONE);
            first.proceed(Limits.NONE);
            assertThat(first.memory().guestView().read(0x2000 + 40, SECRET.length))
                    .isEqualTo(Bytes.of(SECRET));
        }
        assertNothingLeft(bench);
    }

    @ParameterizedTest
    @CsvSource({"sev,0x1,0x3", "sev,0x1,0x0", "sev-es,0x5,0x4"})
    void sessionForAnotherPolicyStartsNothing(String type, String agreed, String launched) {
        OwnerBench bench = new OwnerBench(type);
        bench.settings.put("policy", agreed);
        try (OwnerSession session = bench.session()) {
            bench.settings.put("policy", launched);
            assertThatThrownBy(bench::paused).hasMessageContaining("LAUNCH_START");
            assertThat(session.keys().tik()).hasSize(16);
        }
        assertNothingLeft(bench);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void launchWithoutASessionOrAPauseRuns(String type) {
        OwnerBench bench = new OwnerBench(type);
        try (Guest guest = bench.launch(bench.request(), false)) {
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.report().measurement()).isPresent();
            assertThat(guest.status().handle()).isPresent();
        }
        assertNothingLeft(bench);
    }

    @Test
    void guestsShareAKeyWhereBothPoliciesAllowIt() {
        OwnerBench bench = new OwnerBench("sev");
        try (Guest first = bench.launch(bench.request(), false)) {
            String handle = Long.toString(first.status().handle().orElseThrow());
            bench.settings.put("handle", "0x" + Integer.toHexString(Integer.parseInt(handle)));
            try (Guest second = bench.launch(bench.request(), false)) {
                assertThat(second.status().ready()).isTrue();
            }
        }
        assertNothingLeft(bench);
    }

    @Test
    void secretsAreForTheTimeBetweenMeasurementAndFinish() {
        OwnerBench bench = new OwnerBench("sev");
        try (OwnerSession session = bench.session();
                Guest guest = bench.paused()) {
            TransportPacket packet = bench.packed(guest, session, SECRET);
            guest.proceed(Limits.NONE);
            assertThatThrownBy(() -> guest.injectSecret(
                            packet.header().raw(), packet.payload(), OptionalLong.empty(), Limits.NONE))
                    .hasMessageContaining("while the guest is paused");
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        }
        assertNothingLeft(bench);
    }

    private static Image changed(GuestRequest request) {
        byte[] firmware = request.firmware().content().toArray();
        firmware[0x45] ^= 1;
        return new Image("changed", Bytes.of(firmware));
    }

    private static GuestRequest with(GuestRequest request, Map<String, String> more, Image firmware) {
        Map<String, String> properties = new TreeMap<>(request.properties());
        properties.putAll(more);
        return new GuestRequest(
                firmware, request.boot(), request.vcpus(), request.vcpuType(), request.memory(), properties);
    }
}
