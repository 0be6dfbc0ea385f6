// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.cloister.api.Deadline;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {
    private final TimeSpan converter = new TimeSpan();

    @ParameterizedTest
    @CsvSource({"0s,PT0S", "500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "999999h,PT999999H"})
    void readsWhatADeadlineCanHold(String text, Duration span) {
        assertThat(converter.convert(text)).isEqualTo(span);
        assertThat(Deadline.after(span).passed()).isEqualTo(span.isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1d", "PT1S", "1000000h"})
    void refuses(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "0s", "000000h"})
    void someTimeIsNotNone(String text) {
        assertThat(TimeSpan.some().convert("1ms")).isEqualTo(Duration.ofMillis(1));
        assertThatThrownBy(() -> TimeSpan.some().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'", "1ms or more");
    }
}
