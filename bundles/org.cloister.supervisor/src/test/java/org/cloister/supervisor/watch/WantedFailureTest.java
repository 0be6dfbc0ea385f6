// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedFailureTest {
    @ParameterizedTest
    @CsvSource({
        "LAUNCH_MEASURE:1=BAD_MEASUREMENT, 5, 11",
        "launch_measure:1=bad_measurement, 5, 11",
        "SNP_LAUNCH_FINISH:1=0x13, 5, 19",
        "SNP_LAUNCH_FINISH:1=7, 5, 7",
        "INIT2:1=EBUSY, 16, ",
        "INIT2:1=-16, 16, ",
        "PLATFORM_STATUS:1=ENODEV, 19, "
    })
    void aStatusIsTheFirmwaresOrTheKernels(String text, int errno, Integer status) {
        WantedFailure failure = WantedFailure.parse(text);
        assertThat(failure.errno()).isEqualTo(errno);
        assertThat(failure.status().orElse(null)).isEqualTo(status);
    }

    @Test
    void oneCallFails() {
        WantedFailure failure = WantedFailure.parse("GET_ID2:3=HWERROR_PLATFORM");
        assertThat(failure.counts("GET_ID2")).isFalse();
        assertThat(failure.counts("GET_ID")).isFalse();
        assertThat(failure.counts("GET_ID2")).isFalse();
        assertThat(failure.counts("GET_ID2")).isTrue();
        assertThat(failure.counts("GET_ID2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INIT:1=0",
                "INIT:1=0x0",
                "INIT:1=SUCCESS",
                "",
                "INIT2",
                "INIT2:1",
                "INIT2=1",
                "INIT2:0=1",
                "INIT2:x=1",
                "INIT3:1=1",
                "INIT2:1=EWHAT",
                "INIT2:1=-999",
                "INIT2:1=0x10000",
                "INIT2:99999999999=1"
            })
    void whatIsNoFailureIsRefused(String text) {
        assertThatThrownBy(() -> WantedFailure.parse(text)).isInstanceOfSatisfying(CloisterException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("supervisor.failure");
            assertThat(e.problem().where()).isEqualTo("--fail");
        });
    }
}
