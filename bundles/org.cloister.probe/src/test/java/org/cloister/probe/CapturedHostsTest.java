// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.host.Check;
import org.cloister.api.host.Check.Status;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.Verdict;
import org.cloister.probe.facts.Capture;
import org.cloister.probe.facts.CapturedFacts;
import org.cloister.probe.facts.Recording;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hosts of each generation and in each state, as {@code probe --capture} keeps them. Each folder has an
 * {@code expected.txt}: for each type the verdict, what is in the way and how to fix it, then the status of every
 * check, with what was seen where it is not a pass.
 */
class CapturedHostsTest {
    private static final SevProbe PROBE = new SevProbe();

    @TempDir
    Path folder;

    static Stream<Path> hosts() throws IOException {
        return Trees.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hosts")
    void getsTheExpectedVerdicts(Path host) throws IOException {
        Path expected = host.resolve("expected.txt");
        try (CapturedFacts facts = CapturedFacts.open(host)) {
            String verdicts = String.join("\n", lines(facts)) + "\n";
            if (Boolean.getBoolean("cloister.hosts.rewrite")) {
                Files.writeString(expected, verdicts);
            }
            assertThat(verdicts).isEqualTo(Files.readString(expected));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hosts")
    void isJudgedAlikeAfterACaptureOfTheCapture(Path host) throws IOException {
        Path zip = folder.resolve("host.zip");
        List<String> first;
        try (CapturedFacts facts = CapturedFacts.open(host)) {
            Recording recording = new Recording(facts);
            first = lines(recording);
            Files.write(zip, Capture.of(recording).toArray());
        }
        try (CapturedFacts facts = CapturedFacts.open(zip)) {
            assertThat(lines(facts)).isEqualTo(first);
        }
    }

    /** What {@code expected.txt} says. */
    static List<String> lines(HostFacts facts) {
        List<String> lines = new ArrayList<>();
        for (Verdict verdict : verdicts(facts)) {
            String type = verdict.type().name();
            lines.add(verdict.obstacle()
                    .map(check -> type + " no: " + check.category() + ", " + check.name() + "\n  mend: " + check.hint())
                    .orElse(type + " yes"));
            verdict.checks().forEach(check -> lines.add(line(check)));
        }
        return lines;
    }

    private static List<Verdict> verdicts(HostFacts facts) {
        return PROBE.types().stream()
                .map(type -> new Verdict(type, PROBE.probe(type, facts)))
                .toList();
    }

    private static String line(Check check) {
        String status = check.status().name().toLowerCase(java.util.Locale.ROOT);
        String what = String.format(
                "  %-8s%-9s%-12s %s",
                status, check.required() ? "required" : "optional", check.category(), check.name());
        String cause = check.status() == Status.FAIL
                ? check.cause().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ": "
                : "";
        return check.status() == Status.PASS ? what : what + " | " + cause + check.seen();
    }
}
