// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ActivationFailureTest {
    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void firstCauseIsTheLastOfTheTrace() {
        Throwable thrown = new IllegalStateException("outer", new RuntimeException("middle", new Error("inner")));
        assertThat(ActivationFailure.cause(trace(thrown)).chain()).containsExactly("threw java.lang.Error: inner");
        assertThat(ActivationFailure.cause(trace(new Error())).chain()).containsExactly("threw java.lang.Error");
    }

    @Test
    void traceThatIsNotThereIsSaidToBeUnknown() {
        assertThat(ActivationFailure.cause(null).firstCause()).contains("not known");
        assertThat(ActivationFailure.cause("").firstCause()).contains("not known");
    }
}
