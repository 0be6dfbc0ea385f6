// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnOffTest {
    @Test
    void isReadAsItIsWritten() {
        assertThat(OnOff.text(true)).isEqualTo("on");
        assertThat(OnOff.text(false)).isEqualTo("off");
        assertThat(OnOff.parse("on")).contains(true);
        assertThat(OnOff.parse("off")).contains(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "On", "OFF", " on", "off ", "yes", "true", "1"})
    void nothingElseIsASwitch(String text) {
        assertThat(OnOff.parse(text)).isEmpty();
    }
}
