// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypeExamplesTest {
    private static final String SOURCE = """
            /**
             * Lights it.
             *
             * <pre>{@code
             * lamp.take(new Light(3));
             * }</pre>
             *
             * @param watts at least 1
             */
            public record Light(int watts) {}
            """;
    private static final String EXAMPLE = """
                    // Example: Light
                    lamp.take(new Light(3));
                    // End
            """;

    @TempDir
    Path folder;

    @Test
    void equalExamplesPass() throws IOException {
        require(SOURCE, EXAMPLE);
    }

    @Test
    void theTypeWhoseExampleDiffersIsNamed() {
        assertThatThrownBy(() -> require(SOURCE, EXAMPLE.replace("(3)", "(4)")))
                .hasMessageContaining("the Javadoc of [Light] differs");
        assertThatThrownBy(() -> require(SOURCE.replaceAll("(?s) \\* <pre>.*</pre>\n \\*\n", ""), EXAMPLE))
                .hasMessageContaining("the Javadoc of [Light] differs");
    }

    @Test
    void aTypeWithoutExampleAndAnExampleWithoutTypeAreNamed() {
        assertThatThrownBy(() -> require(SOURCE, "")).hasMessageContaining("no example of [Light]");
        assertThatThrownBy(() -> require(SOURCE, EXAMPLE + EXAMPLE.replace("Light", "Dim")))
                .hasMessageContaining("no such type: [Dim]");
    }

    private void require(String text, String examples) throws IOException {
        Files.writeString(folder.resolve("Light.java"), text);
        Path test = folder.resolve("LampTest.java");
        Files.writeString(test, examples);
        new TypeExamples(folder.toAbsolutePath(), List.of("Light"), test).require();
    }
}
