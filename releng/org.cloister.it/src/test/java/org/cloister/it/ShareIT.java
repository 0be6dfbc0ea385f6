// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The program is shipped with manual pages and with completion for shells, which know each of its commands. */
@EnabledIfSystemProperty(named = "framework", matches = "felix", disabledReason = "one run is enough")
class ShareIT {
    private static final Path HOME = Path.of(System.getProperty("distribution", "."));
    private static final Path SHARE = HOME.resolve("share");

    @Test
    void eachCommandHasAManualPageAndIsCompleted() throws IOException {
        String bash = Files.readString(SHARE.resolve("bash-completion/completions/cloister"));
        String zsh = Files.readString(SHARE.resolve("zsh/site-functions/_cloister"));
        String fish = Files.readString(SHARE.resolve("fish/vendor_completions.d/cloister.fish"));
        for (String line : Files.readAllLines(HOME.resolve("lib/commands"))) {
            if (!line.startsWith("#")) {
                String name = line.split(" ")[0];
                assertThat(SHARE.resolve("man/man1/cloister-" + name + ".1")).isRegularFile();
                assertThat(bash).containsPattern("words='([^']* )?" + name + "[ ']");
                assertThat(zsh).contains("'" + name + ":");
                assertThat(fish).contains(" -a " + name + " -d ");
            }
        }
    }

    @Test
    void thePagesTellTheVersion() throws IOException {
        assertThat(Files.readString(SHARE.resolve("man/man1/cloister.1")))
                .startsWith(".TH \"CLOISTER\" \"1\" \"\" \"cloister 0.1.0.")
                .doesNotContain("without a version");
    }
}
