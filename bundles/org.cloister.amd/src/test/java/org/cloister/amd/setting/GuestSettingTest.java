// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.PropertyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GuestSettingTest {
    /**
     * Keys as QEMU 10.1's qapi/qom.json has them: SevCommonProperties with SevGuestProperties or SevSnpGuestProperties.
     */
    private static final Map<AmdType, List<String>> QAPI = Map.of(
            AmdType.SEV,
            List.of(
                    "cbitpos",
                    "dh-cert-file",
                    "handle",
                    "kernel-hashes",
                    "legacy-vm-type",
                    "policy",
                    "reduced-phys-bits",
                    "session-file"),
            AmdType.SEV_SNP,
            List.of(
                    "author-key-enabled",
                    "cbitpos",
                    "guest-visible-workarounds",
                    "host-data",
                    "id-auth",
                    "id-block",
                    "kernel-hashes",
                    "policy",
                    "reduced-phys-bits",
                    "vcek-disabled"));

    @Test
    void eachNameStandsOnce() {
        assertThat(GuestSetting.values()).extracting(GuestSetting::key).doesNotHaveDuplicates();
        assertThat(GuestSetting.values())
                .allSatisfy(
                        setting -> assertThat(GuestSetting.named(setting.key())).contains(setting));
    }

    @ParameterizedTest
    @EnumSource(AmdType.class)
    void everySettingOfATypeIsDescribed(AmdType type) {
        assertThat(GuestSetting.descriptions(type))
                .hasSameSizeAs(GuestSetting.of(type))
                .allSatisfy(row -> assertThat(row.meaning()).endsWith(".").hasSizeLessThan(130))
                .extracting(PropertyDescription::name)
                .contains("policy", "smm", "kernel-irqchip");
        assertThat(Arrays.stream(GuestSetting.values()).filter(setting -> !setting.belongsTo(type)))
                .allSatisfy(setting -> assertThat(setting.fallback(type)).isNull());
    }

    @ParameterizedTest
    @EnumSource(
            value = AmdType.class,
            names = {"SEV", "SEV_SNP"})
    void qemusObjectsHaveTheseKeysAndNoOthers(AmdType type) {
        List<String> keys = GuestSetting.of(type).stream()
                .filter(setting -> setting.inQemuObject(type))
                .map(setting -> setting.qemu().key())
                .sorted()
                .toList();
        assertThat(keys).isEqualTo(QAPI.get(type));
    }

    @ParameterizedTest
    @CsvSource({
        "policy.dbg, 'say it within policy, as policy=NAME=on'",
        "policy.nosend, 'say it within policy, as policy=NAME=on'",
        "kernel_hashes, did you mean kernel-hashes?",
        "polcy, did you mean policy",
        "something, 'leave it out, or name another type'"
    })
    void anUnknownNameIsAnsweredWithTheOneThatIsMeant(String name, String remedy) {
        Problem problem = catchThrowableOfType(
                        CloisterException.class,
                        () -> PropertyDescription.requireKnown(
                                AmdType.SEV.type(), GuestSetting.descriptions(AmdType.SEV), List.of(name)))
                .problem();
        assertThat(problem.code()).isEqualTo("property.unknown");
        assertThat(problem.where()).isEqualTo(name);
        assertThat(problem.remedy()).startsWith(remedy);
    }

    @Test
    void typesOfOtherVendorsAreNone() {
        assertThat(AmdType.find(new GuestType("example"))).isEmpty();
        assertThat(AmdType.of(new GuestType("sev-es"))).isEqualTo(AmdType.SEV_ES);
    }
}
