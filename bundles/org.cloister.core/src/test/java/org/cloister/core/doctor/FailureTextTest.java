// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTextTest {
    @Test
    void theFirstCauseIsNamed() {
        Throwable failure = new RuntimeException("last", new IllegalStateException("middle", new Exception("first")));
        assertThat(FailureText.of(failure)).isEqualTo("java.lang.Exception: first");
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        assertThat(FailureText.of(one)).startsWith("java.lang.Exception: ");
    }

    @Test
    void theFirstCauseIsFoundInAStackTrace() {
        String trace = "java.lang.A: a\n\tat x.Y.z(Y.java:1)\nCaused by: java.lang.B: b\n\tat x.Y.w(Y.java:2)\n"
                + "Caused by: java.lang.C: c\n\t... 3 more\n";
        assertThat(FailureText.of(trace)).isEqualTo("java.lang.C: c");
        assertThat(FailureText.of("java.lang.A: a\n\tat x")).isEqualTo("java.lang.A: a");
    }
}
