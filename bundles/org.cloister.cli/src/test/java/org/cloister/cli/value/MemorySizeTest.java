// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MemorySizeTest {
    private final MemorySize.Converter converter = new MemorySize.Converter();

    @ParameterizedTest
    @CsvSource({"4K,4096", "256M,268435456", "2G,2147483648", "2g,2147483648", "1T,1099511627776", "0M,0"})
    void reads(String text, long bytes) {
        assertThat(converter.convert(text)).isEqualTo(new MemorySize(bytes, false));
    }

    @Test
    void m8ANumberAloneIsMebibytes() {
        assertThat(converter.convert("256")).isEqualTo(new MemorySize(256 << 20, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "-1M", "1.5G", "2GiB", "1X", " 1M", "9000000000T"})
    void refuses(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
