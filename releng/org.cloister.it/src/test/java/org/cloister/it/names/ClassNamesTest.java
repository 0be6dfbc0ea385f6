// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each simple name of a class means one thing, and names that said too little do not come back. */
class ClassNamesTest {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");
    private static final PathMatcher SOURCES = FileSystems.getDefault().getPathMatcher("glob:**/src/main/java/**.java");

    /** Names of earlier classes that did not say what the class is. */
    private static final Set<String> VAGUE = Set.of("""
            Abilities Answer Appraised Asked Asking Attempt Attestation Backless BareCommand Blocking Bounded
            Calls Candidates Codes Complaints Conversation CpuidEntry Devices Ending Execution Executions
            FilesBeside Findings Guard GuestRun HostLack HostLook Inactive Keeper KeptGuest Kick LaunchAnswer
            LaunchCourse LaunchSession Leaving LegacyChain LegacyChainVerifier LegacyChannel LegacyCheck
            LegacyContext LegacyDebug LegacyForm LegacyInit LegacyLaunch LegacyMigration LegacyReport
            LegacySecret LegacySignatures LegacyState LegacyStatus Moment Monitor Origin OwnersId Patience
            Place Placement Preflight Probation Probing Protection Recognition Rehearsal Request RunState Seats
            Services Session Shift Signs Standing Tally Thrown Trial Value Vcpus Wanted Watch Word32
            """.trim().split("\\s+"));

    @Test
    void eachNameIsThatOfOneClass() throws IOException {
        assertThat(named()).allSatisfy((name, files) -> {
            assertThat(files).as("classes named " + name).hasSize(1);
        });
    }

    @Test
    void vagueNamesDoNotComeBack() throws IOException {
        assertThat(named().keySet()).doesNotContainAnyElementsOf(VAGUE);
    }

    @Test
    void allBundlesAreLookedAt() throws IOException {
        assertThat(named()).containsKeys("GuestType", "SnpPlanner", "LaunchRun", "SnpGuestSupport");
    }

    private static Map<String, Set<String>> named() throws IOException {
        Map<String, Set<String>> named = new TreeMap<>();
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            for (Path file : files.filter(SOURCES::matches).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                if (!name.endsWith("-info")) {
                    named.computeIfAbsent(name, none -> new TreeSet<>())
                            .add(BUNDLES.relativize(file).toString());
                }
            }
        }
        return named;
    }
}
