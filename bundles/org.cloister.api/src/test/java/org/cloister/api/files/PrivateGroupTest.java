// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateGroupTest {
    private static final List<String[]> USERS = PrivateGroup.fields(List.of(
            "root:x:0:0:root:/root:/bin/sh",
            "anna:x:1000:1000::/home/anna:/bin/sh",
            "bert:x:1001:1001::/home/bert:/bin/sh",
            "carl:x:1002:100::/home/carl:/bin/sh",
            "dora:x:1003:1004::/home/dora:/bin/sh",
            "broken:x:nix",
            ""));
    private static final List<String[]> GROUPS = PrivateGroup.fields(List.of(
            "root:x:0:",
            "users:x:100:",
            "anna:x:1000:",
            "bert:x:1001:bert",
            "team:x:1002:anna,bert",
            "own:x:1003:anna",
            "dora:x:1004:anna",
            "short:x"));

    @ParameterizedTest(name = "group {1} of user {0}: {2}")
    @CsvSource({
        "1000, 1000, true",
        "1001, 1001, true",
        "1000, 1003, true",
        "1000, 1001, false",
        "1000, 1002, false",
        "1002, 100, true",
        "1000, 100, false",
        "1003, 1004, false",
        "1000, 9999, false",
        "9999, 1003, false"
    })
    void aGroupIsPrivateWhenNobodyElseIsInIt(int user, int group, boolean expected) {
        assertThat(PrivateGroup.isOf(user, group, USERS, GROUPS)).isEqualTo(expected);
    }
}
