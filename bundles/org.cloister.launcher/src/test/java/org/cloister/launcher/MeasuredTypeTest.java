// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredTypeTest {
    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "measure --type capsule",
                "measure --type=capsule -o json",
                "measure -o json --type capsule",
                "measure --type sev-snp --type capsule"
            })
    void othersAreForTheFramework(String line) {
        assertThat(MeasuredType.isBackends(words(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "measure",
                "measure --type",
                "measure --type sev",
                "measure --type=sev-es",
                "measure --vcpus 2 --type sev-snp",
                "show --type capsule"
            })
    void theRestRunsOnTheClassPath(String line) {
        assertThat(MeasuredType.isBackends(words(line))).isFalse();
    }
}
