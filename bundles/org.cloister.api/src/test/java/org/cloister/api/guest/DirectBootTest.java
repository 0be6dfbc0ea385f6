// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectBootTest {
    private static final Image KERNEL = new Image("kernel", Bytes.ofHex("00"));

    @Test
    void everyTextIsACommandLine() {
        String text = "käse \uFFFD \uD83E\uDDC0";
        assertThat(new DirectBoot(KERNEL, Optional.empty(), text).commandLine()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00b", "a\0b"})
    void whatAGuestWouldGetInOtherBytesIsNone(String text) {
        CloisterException refused =
                catchThrowableOfType(CloisterException.class, () -> new DirectBoot(KERNEL, Optional.empty(), text));
        assertThat(refused.problem().code()).isEqualTo("boot.command-line");
    }
}
