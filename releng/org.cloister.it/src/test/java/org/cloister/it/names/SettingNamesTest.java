// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The name of a guest's setting stands in the table of settings, and nowhere else is it written again. */
class SettingNamesTest {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");
    private static final Path TABLE =
            BUNDLES.resolve("org.cloister.amd/src/main/java/org/cloister/amd/setting/GuestSetting.java");
    private static final Pattern ROW = Pattern.compile("^ {4}[A-Z_]+\\(\\s+\"([^\"]+)\"", Pattern.MULTILINE);

    /**
     * Names that are words of much else: of plans, reports, contexts and parameters; policy and debug are the API's.
     */
    private static final Set<String> COMMON = Set.of("handle", "session", "profile", "vmm");

    /** Files where the same spelling is another fact. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("IdBlockReport", "id-block and id-auth are files, and keys of JSON"),
            Map.entry("FileKinds", "id-block, id-auth and kernel-hashes are kinds of files"),
            Map.entry("SnpCheck", "host-data is a check of reports"),
            Map.entry("TrustVector", "host-data and id-block are checks of reports"),
            Map.entry("DemandName", "host-data and id-block are demands on reports"),
            Map.entry("JsonErrors", "id-block is a command"),
            Map.entry("SevCommands", "keys of the answer to query-sev-capabilities"),
            Map.entry("PlatformFacts", "reduced-phys-bits is a fact of the platform"));

    @Test
    void noNameOfASettingIsWrittenTwice() throws IOException {
        Pattern literal = Pattern.compile(names().stream()
                .filter(name -> !COMMON.contains(name))
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "\"(?:--)?(?:", ")(?:=[^\"]*)?\"")));
        assertThat(filesWith(literal)).containsExactlyInAnyOrderElementsOf(OTHERS.keySet());
    }

    @Test
    void theTableIsRead() throws IOException {
        assertThat(names())
                .hasSizeGreaterThan(15)
                .contains("kernel-hashes", "flags.ks")
                .containsAll(COMMON);
    }

    private static List<String> names() throws IOException {
        return ROW.matcher(Files.readString(TABLE))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static Set<String> filesWith(Pattern literal) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            for (Path file : files.filter(SettingNamesTest::isMain).toList()) {
                if (literal.matcher(Files.readString(file)).find()) {
                    found.add(file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        return found;
    }

    private static boolean isMain(Path file) {
        String path = file.toString();
        return path.endsWith(".java") && path.contains("/src/main/java/") && !file.equals(TABLE);
    }
}
