// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That vendors are called in one place: what is called anywhere else has neither a name nor a limit when it fails. */
class GuardedCallsTest {
    private static final String GUARD = "org/cloister/core/guard/";
    private static final Set<String> VENDORS = Stream.of(
                    "guest/ConfidentialGuestSupport",
                    "platform/Vmm",
                    "platform/VirtualMachine",
                    "operate/PlatformListener")
            .map("org/cloister/api/"::concat)
            .collect(Collectors.toSet());

    /** What core and commands may ask beside these. */
    private static final Set<String> ASKED = Set.of(
            "org/cloister/api/host/CapabilityProbe",
            "org/cloister/api/platform/SecureProcessor",
            "org/cloister/api/guest/EvidenceFormat");

    private static final String COMMANDS_GUARD = "org/cloister/cli/guard/";

    /** Its interface takes a processor from whoever monitors a guest; commands hand it the guarded one. */
    private static final String MONITOR = "org/cloister/monitor/QmpMonitor";

    /** Bundles that deal with all vendors there are; a vendor's own bundle calls what is its own. */
    private static final Set<String> OF_ALL =
            Set.of("org/cloister/core", "org/cloister/insight", "org/cloister/cli", "org/cloister/monitor");

    private final ClassFiles files = ClassFiles.ofBundles();

    GuardedCallsTest() throws IOException {}

    private Set<String> callers(boolean guarded) {
        Set<String> callers = new TreeSet<>();
        for (ClassFile file : files.all()) {
            boolean ofAll = OF_ALL.stream().anyMatch(bundle -> file.name().startsWith(bundle + "/"));
            boolean guard = file.name().startsWith(GUARD) || file.name().startsWith(COMMANDS_GUARD);
            if (ofAll && guard == guarded && !file.name().equals(MONITOR)) {
                file.members().stream()
                        .filter(member -> VENDORS.contains(member.owner()) || ASKED.contains(member.owner()))
                        .forEach(member -> callers.add(file.name() + " calls " + member.name()));
            }
        }
        return callers;
    }

    @Test
    void vendorsAreCalledInTheGuardAlone() {
        assertThat(callers(false)).isEmpty();
    }

    @Test
    void theGuardCallsThem() {
        assertThat(callers(true))
                .contains(
                        GUARD + "TypeCalls calls update",
                        GUARD + "PlatformCalls calls facts",
                        GUARD + "MachineCalls calls close",
                        GUARD + "ProbeCalls calls probe",
                        GUARD + "News calls launched",
                        COMMANDS_GUARD + "AskedProbe calls probe",
                        COMMANDS_GUARD + "AskedEvidenceFormat calls claims",
                        COMMANDS_GUARD + "AskedProcessor calls adapt");
    }
}
