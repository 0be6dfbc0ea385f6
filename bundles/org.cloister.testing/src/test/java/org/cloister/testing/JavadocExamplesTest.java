// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavadocExamplesTest {
    private static final String SOURCE = """
            public final class Lamp {
                /**
                 * Lights it.
                 *
                 * <pre>{@code
                 * lamp.light(3);
                 * }</pre>
                 *
                 * @param watts at least 1
                 */
                public void light(int watts) {}

                /** Its own. */
                void hum() {}
            }
            """;
    private static final String EXAMPLE = """
                    // Example: light(int)
                    lamp.light(3);
                    // End
            """;

    @TempDir
    Path folder;

    private Path source;
    private Path test;

    @BeforeEach
    void files() {
        source = folder.resolve("Lamp.java").toAbsolutePath();
        test = folder.resolve("LampTest.java");
    }

    @Test
    void equalExamplesPass() throws IOException {
        require(SOURCE, EXAMPLE);
    }

    @Test
    void theMethodWhoseExampleDiffersIsNamed() {
        assertThatThrownBy(() -> require(SOURCE, EXAMPLE.replace("light(3)", "light(4)")))
                .hasMessageContaining("[light(int)]");
    }

    @Test
    void aPublicMethodWithoutExampleIsNamed() {
        assertThatThrownBy(() -> require(SOURCE, "")).hasMessageContaining("no example of light(int)");
        assertThatThrownBy(() -> require(SOURCE.replace("    void hum", "    public void hum"), EXAMPLE))
                .hasMessageContaining("no example of hum()");
    }

    @Test
    void anExampleWithoutMethodIsNamed() {
        assertThatThrownBy(() -> require(SOURCE.replace("int watts", "long watts"), EXAMPLE))
                .hasMessageContaining("light(long)");
        assertThatThrownBy(() -> require(SOURCE, EXAMPLE + EXAMPLE.replace("light", "dim")))
                .hasMessageContaining("dim(int)");
    }

    private void require(String text, String examples) throws IOException {
        Files.writeString(source, text);
        Files.writeString(test, examples);
        new JavadocExamples(source, test).require();
    }
}
