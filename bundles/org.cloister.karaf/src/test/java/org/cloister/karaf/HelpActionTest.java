// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Command;
import org.junit.jupiter.api.Test;

/** The one command whose row is written twice, as an annotation can hold constants only. */
class HelpActionTest {
    private static final Path COMMANDS = Path.of("../org.cloister.cli/src/main/java/org/cloister/cli/command/commands");

    @Test
    void isDescribedAsInTheTableOfCommands() throws IOException {
        Command command = HelpAction.class.getAnnotation(Command.class);
        assertThat(Files.readAllLines(COMMANDS))
                .filteredOn(row -> row.startsWith(command.name() + " "))
                .singleElement()
                .asString()
                .endsWith("  " + command.description());
    }
}
