// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;
import org.cloister.kvm.host.ThisHost;
import org.cloister.probe.SevProbe;
import org.cloister.probe.facts.Capture;
import org.cloister.probe.facts.CapturedFacts;
import org.cloister.probe.facts.Recording;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This host and a capture of it are judged alike. */
class CaptureOfThisHostTest {
    private final HostFacts host = new ThisHost();
    private final CapabilityProbe probe = new SevProbe();

    @TempDir
    Path folder;

    @BeforeEach
    void onlyWhereThereIsAHostToRead() {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        assumeTrue(linux && System.getProperty("os.arch").equals("amd64"), "this is not Linux on x86-64");
    }

    @Test
    void theCaptureHasEveryAnswer() throws IOException {
        Recording recording = new Recording(host);
        List<Check> live = judged(recording);
        try (CapturedFacts capture = kept(recording)) {
            assertThat(judged(capture)).isEqualTo(live);
        }
    }

    /** Between two looks at a running host, numbers may change, but not what they mean. */
    @Test
    void theHostItselfIsJudgedLikeItsCapture() throws IOException {
        Recording recording = new Recording(host);
        judged(recording);
        try (CapturedFacts capture = kept(recording)) {
            assertThat(judged(host))
                    .extracting(Check::name, Check::status, Check::cause)
                    .isEqualTo(judged(capture).stream()
                            .map(check -> tuple(check.name(), check.status(), check.cause()))
                            .toList());
        }
    }

    private List<Check> judged(HostFacts facts) {
        return probe.types().stream()
                .flatMap(type -> probe.probe(type, facts).stream())
                .toList();
    }

    private CapturedFacts kept(Recording recording) throws IOException {
        return CapturedFacts.open(
                Files.write(folder.resolve("host.zip"), Capture.of(recording).toArray()));
    }
}
