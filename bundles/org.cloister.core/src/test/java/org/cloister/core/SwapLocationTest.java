package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwapLocationTest {
    @Test
    void saysWhatItWasMadeOf() {
        SwapLocation location = new SwapLocation(17, -5, "mark");
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
