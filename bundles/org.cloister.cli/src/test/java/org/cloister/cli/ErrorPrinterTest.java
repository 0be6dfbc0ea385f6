// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.cloister.cli.report.ExitCode;
import org.junit.jupiter.api.Test;

class ErrorPrinterTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ErrorPrinter complaints =
            new ErrorPrinter(new PrintStream(said, true, StandardCharsets.UTF_8), code -> {}, document -> {});

    @Test
    void whatJavaLacksIsTold() {
        assertThat(complaints.about(new OutOfMemoryError("Java heap space"))).isEqualTo(ExitCode.HOST);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("memory", "-Xmx");
        said.reset();
        assertThat(complaints.about(new OutOfMemoryError("unable to create native thread: possibly out of memory")))
                .isEqualTo(ExitCode.HOST);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("threads", "ulimit -u")
                .doesNotContain("-Xmx");
    }
}
