// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.Measurement;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.SwapFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordListenerTest {
    private static final GuestInfo GUEST = new GuestInfo(
            "g1",
            Samples.SNP,
            "softsev",
            Trust.EMULATED,
            Optional.of(Measurement.of("SHA-384", Bytes.ofHex("00ff"), Measurement.Source.FIRMWARE)),
            Optional.of("org.cloister.snp 1.0.0"));

    private final List<Map<String, Object>> lines = new ArrayList<>();
    private final RecordListener listener = new RecordListener(lines::add);

    @Test
    void launchesResetsAndSecretsTellTheGuest() {
        Map<String, Object> guest = Map.of(
                "guest", "g1",
                "type", "sev-snp",
                "platform", "softsev",
                "trust", "emulated",
                "digest", "00ff",
                "backend", "org.cloister.snp 1.0.0",
                "outcome", "done");
        listener.launched(GUEST, 12_345);
        listener.secretInjected(GUEST);
        listener.reset(GUEST, 999);
        assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line).containsAllEntriesOf(guest));
        assertThat(lines.get(0)).containsEntry("event", "launch").containsEntry("millis", 12L);
        assertThat(lines.get(1)).containsEntry("event", "secret").doesNotContainKey("millis");
        assertThat(lines.get(2)).containsEntry("event", "reset").containsEntry("millis", 0L);
    }

    @Test
    void aGuestThatEndsWithItsPlatformIsTold() {
        listener.ended(GUEST, Problem.host("platform.gone", "it ended").at("guest g1"));
        assertThat(lines.get(0))
                .containsEntry("event", "ended")
                .containsEntry("outcome", "done")
                .containsEntry("guest", "g1")
                .containsEntry("code", "platform.gone")
                .containsEntry("why", "guest g1: it ended");
    }

    @Test
    void changesOfSettingsAndTheirRefusalsAreTold() {
        listener.settingsInForce("/etc/cloister/org.cloister.core.cfg");
        listener.settingsRefused(Problem.host("settings.invalid", "no number").at("/etc/x:1: maximum.guests"));
        assertThat(lines.get(0))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("event", "settings", "outcome", "done", "file", "/etc/cloister/org.cloister.core.cfg"));
        assertThat(lines.get(1))
                .containsEntry("event", "settings")
                .containsEntry("outcome", "refused")
                .containsEntry("why", "/etc/x:1: maximum.guests: no number");
    }

    @Test
    void aGuestThatWasNotMeasuredHasNoDigest() {
        listener.secretInjected(Samples.GUEST);
        assertThat(lines.get(0)).doesNotContainKeys("digest", "backend");
    }

    @ParameterizedTest
    @CsvSource({
        "INPUT, refused",
        "HOST, refused",
        "OPERATION, failed",
        "CANCELLED, cancelled",
        "DEADLINE, late",
        "DEFECT, defect"
    })
    void failuresTellTheirKindAndCode(Problem.Kind kind, String outcome) {
        Problem problem = new Problem(kind, "a.code", "it went wrong", "there", null, null, null);
        listener.failed(Samples.failure(problem));
        assertThat(lines.get(0))
                .containsEntry("event", "launch")
                .containsEntry("type", "auto")
                .containsEntry("trust", "hardware")
                .containsEntry("outcome", outcome)
                .containsEntry("code", "a.code")
                .containsEntry("why", "there: it went wrong");
    }

    @Test
    void swapsTellWhatServesNow() {
        listener.swapped(Samples.swap(2_000, 1_500));
        assertThat(lines.get(0))
                .containsEntry("event", "swap")
                .containsEntry("outcome", "done")
                .containsEntry("backend", "org.cloister.snp 1.1.0")
                .containsEntry("replaced", "org.cloister.snp 1.0.0")
                .containsEntry("millis", 3L);
        listener.notSwapped(new SwapFailure(Samples.SNP, "new.jar", Problem.input("swap.no-bundle", "no bundle")));
        assertThat(lines.get(1))
                .containsEntry("event", "swap")
                .containsEntry("outcome", "refused")
                .containsEntry("file", "new.jar")
                .containsEntry("code", "swap.no-bundle");
    }
}
