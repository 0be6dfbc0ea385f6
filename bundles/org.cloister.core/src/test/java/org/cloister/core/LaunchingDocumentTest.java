// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cloister.api.Limits;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.launch.LaunchListener;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;

/** The table of steps and commands in {@code docs/launching.md} against the commands of real launches. */
class LaunchingDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "..", "docs", "launching.md");
    private static final List<String> TYPES = List.of("sev", "sev-es", "sev-snp");
    private static final Pattern COMMAND = Pattern.compile("`([A-Z][A-Z0-9_]+)`");
    private static final String OTHER_PROFILE = ", or ";

    @Test
    void sev() throws IOException {
        assertThat(launched(new SevGuestSupport())).isEqualTo(documented("sev"));
    }

    @Test
    void sevEs() throws IOException {
        assertThat(launched(new SevEsGuestSupport())).isEqualTo(documented("sev-es"));
    }

    @Test
    void sevSnp() throws IOException {
        assertThat(launched(new SnpGuestSupport())).isEqualTo(documented("sev-snp"));
    }

    /** The commands of a launch with profile init2; repeated ones count once, and so does the question for a length. */
    private static List<String> launched(ConfidentialGuestSupport type) {
        TestBed bed = TestBed.bare();
        FailingVmm listening = new FailingVmm(bed.platform, -1);
        bed.install(listening);
        bed.install(type, 0);
        bed.launcher
                .launch(TestBed.named(type.type()), LaunchListener.SILENT, Limits.NONE)
                .close();
        return listening.commands().stream()
                .filter(command -> !command.isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> documented(String type) throws IOException {
        List<String> commands = new ArrayList<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.matches("\\| (init|start|update.*|measure|finish|ready) \\|.*")) {
                String cell = line.split("\\|")[2 + TYPES.indexOf(type)].split(OTHER_PROFILE)[0];
                COMMAND.matcher(cell)
                        .results()
                        .map(MatchResult::group)
                        .forEach(name -> commands.add(name.replace("`", "")));
            }
        }
        return commands;
    }
}
