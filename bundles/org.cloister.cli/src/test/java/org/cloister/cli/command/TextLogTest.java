// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextLogTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void linesGoIntoTheFile() throws Exception {
        StringWriter file = new StringWriter();
        try (TextLog log = new TextLog(file, told::add)) {
            log.line("a");
            log.line("b");
        }
        assertThat(file).hasToString("a\nb\n");
        assertThat(told).isEmpty();
    }

    // Who writes a line has done something that stays done
    @Test
    void aFileThatTakesNoMoreIsNamedOnce() throws Exception {
        try (TextLog log = new TextLog(full(), told::add)) {
            log.line("a");
            log.line("b");
        }
        assertThat(told).containsExactly("No space left on device");
    }

    private static Writer full() {
        return new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() throws IOException {
                throw new IOException("No space left on device");
            }
        };
    }
}
