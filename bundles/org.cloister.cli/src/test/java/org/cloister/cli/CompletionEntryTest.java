// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.cloister.cli.command.CommandTable;
import org.junit.jupiter.api.Test;

/** What a shell offers behind the words that are there. */
class CompletionEntryTest {
    private final CompletionEntry entry = new CompletionEntry();

    @Test
    void offersTheCommandsOfTheShellWithTheirMeanings() {
        Map<String, String> commands = entry.apply(List.of());
        assertThat(commands).containsKeys("launch", "swap").doesNotContainKeys("serve", "console");
        assertThat(commands.get("stop"))
                .isEqualTo(CommandTable.rows().get("stop").meaning());
        assertThat(entry.apply(List.of("help"))).isEqualTo(commands);
    }

    @Test
    void offersTheOptionsOfEachCommandWithTheirMeanings() {
        for (String command : entry.apply(List.of()).keySet()) {
            if (!command.equals("help")) {
                assertThat(entry.apply(List.of(command)))
                        .as(command)
                        .containsKey("--help")
                        .doesNotContainValue("");
            }
        }
    }

    @Test
    void offersCommandsBelowAndTheirOptions() {
        assertThat(entry.apply(List.of("platform"))).containsKeys("status", "snp-config");
        assertThat(entry.apply(List.of("verify", "report"))).containsKey("--measurement");
    }

    @Test
    void offersTheValuesThatAreKnownBeforehand() {
        assertThat(entry.apply(List.of("launch", "--type"))).containsOnlyKeys("sev", "sev-es", "sev-snp");
        assertThat(entry.apply(List.of("launch", "--vcpus", "2", "-o"))).containsKeys("text", "json");
    }

    @Test
    void offersNothingWhereAnyWordCanComeOrNoneIsKnown() {
        assertThat(entry.apply(List.of("launch", "--firmware"))).isEmpty();
        assertThat(entry.apply(List.of("no-such-command"))).isEmpty();
    }
}
