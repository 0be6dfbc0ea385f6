// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingRulesTest {
    @ParameterizedTest
    @EnumSource(AmdType.class)
    void everySettingOfATypeIsReadOnce(AmdType type) {
        assertThat(SettingRules.order(type))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(GuestSetting.of(type));
    }

    @ParameterizedTest
    @EnumSource(SettingRule.class)
    void everyRuleIsLookedAtForSomeType(SettingRule rule) {
        assertThat(types(rule)).isNotEmpty();
    }

    /** The table of {@code docs/guest-settings.md}; {@code -Dcloister.docs=write} writes it again. */
    @Test
    void theDocumentsTableIsThatOfTheCode() throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("| named | types | refused, with the code | remedy |", "|---|---|---|---|"));
        Arrays.stream(SettingRule.values()).map(SettingRulesTest::row).forEach(lines::add);
        new PrintedSection("docs/guest-settings.md", "SettingRule").require(lines);
    }

    private static String row(SettingRule rule) {
        List<AmdType> types = types(rule);
        String names = types.stream().map(type -> type.type().name()).collect(Collectors.joining(", "));
        String code = types.stream()
                .map(type -> "`" + rule.code(type) + "`")
                .distinct()
                .collect(Collectors.joining(", "));
        return "| `" + rule.at().key() + "` | " + (types.size() == AmdType.values().length ? "all" : names) + " | "
                + rule.what().replace("{type}", names.replace(", ", " or ")) + ": " + code + " | " + rule.remedy()
                + " |";
    }

    private static List<AmdType> types(SettingRule rule) {
        return Arrays.stream(AmdType.values())
                .filter(type -> SettingRules.order(type).stream().anyMatch(setting -> rule.follows(setting, type)))
                .toList();
    }
}
