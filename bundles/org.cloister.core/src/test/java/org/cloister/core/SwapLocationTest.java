// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.cloister.api.operate.BackendFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwapLocationTest {
    @Test
    void saysWhatItWasMadeOf() {
        SwapLocation location = new SwapLocation(17, -5, "mark", Optional.empty());
        assertThat(SwapLocation.parse(location.toString())).contains(location);
    }

    @Test
    void saysWhatTheBundleCameFromWhateverItsSignersAreCalled() {
        BackendFile file = new BackendFile(
                "0f".repeat(32),
                List.of(
                        new BackendFile.Signer("CN=a&signer=" + "0".repeat(64) + ":b, O=\u00fc?=%", "a1".repeat(32)),
                        new BackendFile.Signer("", "b2".repeat(32))));
        SwapLocation location = new SwapLocation(17, -5, "mark", Optional.of(file));
        assertThat(SwapLocation.parse(location.toString())).contains(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "file:/backend.jar",
                "cloister-backend:mark",
                "cloister-backend:mark?replaces=&ranking=0",
                "cloister-backend:mark?replaces=99999999999999999999&ranking=0",
                "x cloister-backend:mark?replaces=1&ranking=0"
            })
    void otherLocationsSayNothing(String location) {
        assertThat(SwapLocation.parse(location)).isEmpty();
    }
}
