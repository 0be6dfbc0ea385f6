// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ThrownTest {
    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void firstCauseIsTheLastOfTheTrace() {
        Throwable thrown = new IllegalStateException("outer", new RuntimeException("middle", new Error("inner")));
        assertThat(Thrown.cause(trace(thrown)).chain()).containsExactly("threw java.lang.Error: inner");
        assertThat(Thrown.cause(trace(new Error())).chain()).containsExactly("threw java.lang.Error");
    }

    @Test
    void traceThatIsNotThereIsSaidToBeUnknown() {
        assertThat(Thrown.cause(null).firstCause()).contains("not known");
        assertThat(Thrown.cause("").firstCause()).contains("not known");
    }
}
