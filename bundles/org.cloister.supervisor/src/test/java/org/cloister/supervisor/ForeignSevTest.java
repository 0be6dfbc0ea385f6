// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.cloister.amd.session.OwnerSession;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * Newer QEMUs do what the oldest one does, and libvirt's validator says of each measurement what the owner does: right
 * with the session's keys, wrong with others.
 */
@Tag("foreign")
@Timeout(120)
abstract class ForeignSevTest extends QemuSevTest {
    private final String suite;
    private ForeignFolder there;

    ForeignSevTest(String suite) {
        this.suite = suite;
    }

    @BeforeEach
    void findFolders() throws Exception {
        there = ForeignFolder.of(suite);
        Files.copy(ForeignFolder.of("sid").file("/usr/share/ovmf/OVMF.fd"), firmware());
    }

    @Override
    void needs() {}

    @Override
    List<String> program() {
        return there.words("/usr/bin/qemu-system-x86_64");
    }

    @Override
    Path firmware() {
        return folder.resolve("OVMF.fd");
    }

    @Override
    void judge(JsonObject state, ClaimedMeasurement claimed, OwnerSession session, int vcpus) throws Exception {
        Path tek = Files.write(folder.resolve("tek"), session.keys().tek());
        byte[] key = session.keys().tik();
        assertThat(validated(state, claimed, tek, Files.write(folder.resolve("tik"), key), vcpus))
                .contains("OK: Looks good to me", "exit status 0");
        key[0] ^= 1;
        assertThat(validated(state, claimed, tek, Files.write(folder.resolve("tik"), key), vcpus))
                .anyMatch(line -> line.contains("does not match"))
                .doesNotContain("exit status 0");
    }

    private List<String> validated(JsonObject state, ClaimedMeasurement claimed, Path tek, Path tik, int vcpus)
            throws Exception {
        return ForeignFolder.said(ForeignFolder.of("sid")
                .words(
                        "/usr/bin/virt-qemu-sev-validate",
                        "--insecure",
                        "--measurement",
                        Base64.getEncoder().encodeToString(claimed.answer().toArray()),
                        "--api-major",
                        state.get("api-major").getAsString(),
                        "--api-minor",
                        state.get("api-minor").getAsString(),
                        "--build-id",
                        state.get("build-id").getAsString(),
                        "--policy",
                        state.get("policy").getAsString(),
                        "--firmware",
                        firmware().toString(),
                        "--num-cpus",
                        "" + vcpus,
                        "--cpu-family",
                        "23",
                        "--cpu-model",
                        "1",
                        "--cpu-stepping",
                        "2",
                        "--tik",
                        tik.toString(),
                        "--tek",
                        tek.toString()));
    }
}
