// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    @Test
    void passesOnWhatIsWritten() throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(target);

        output.write("abc".getBytes(StandardCharsets.US_ASCII));
        output.write('d');

        assertThat(target).hasToString("abcd");
        assertThat(output.readerGone()).isFalse();
    }

    @Test
    void aReaderThatWentAwayIsRememberedAndNoFailure() throws IOException {
        StandardOutput output = new StandardOutput(failing("Broken pipe"));

        output.write('a');
        output.write('b');

        assertThat(output.readerGone()).isTrue();
    }

    @Test
    void everyOtherFailureIsOne() {
        StandardOutput output = new StandardOutput(failing("No space left on device"));

        assertThatThrownBy(() -> output.write('a')).isInstanceOf(IOException.class);
        assertThat(output.readerGone()).isFalse();
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
