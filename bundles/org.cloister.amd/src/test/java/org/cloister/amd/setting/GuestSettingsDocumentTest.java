// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code docs/guest-settings.md} is printed from the rows; {@code -Dcloister.docs=write} writes it again.
 */
class GuestSettingsDocumentTest {
    @Test
    void theDocumentsTableIsThatOfTheCode() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| name | types | values | default | QEMU | libvirt | meaning |", "|---|---|---|---|---|---|---|"));
        Arrays.stream(GuestSetting.values()).map(GuestSettingsDocumentTest::row).forEach(lines::add);
        new PrintedSection("docs/guest-settings.md", "GuestSetting").require(lines);
    }

    private static String row(GuestSetting setting) {
        List<AmdType> types =
                Arrays.stream(AmdType.values()).filter(setting::belongsTo).toList();
        String restricted = types.stream()
                .filter(type -> setting.restriction(type).isPresent())
                .findFirst()
                .flatMap(setting::restriction)
                .map(it -> " SEV-ES and SEV-SNP: " + String.join(" or ", it.allowed()) + "; such " + it.reason())
                .orElse("");
        return "| `" + setting.key() + "` | "
                + (types.size() == AmdType.values().length
                        ? "all"
                        : types.stream().map(type -> type.type().name()).collect(Collectors.joining(", ")))
                + " | " + setting.form().syntax().replace("|", "\\|") + " | " + fallback(setting, types) + " | "
                + qemu(setting) + " | " + libvirt(setting) + " | " + setting.meaning() + restricted + " |";
    }

    private static String fallback(GuestSetting setting, List<AmdType> types) {
        List<String> values = types.stream().map(setting::fallback).toList();
        return values.stream().distinct().count() == 1
                ? values.get(0)
                : values.stream().map(value -> value.isEmpty() ? "–" : value).collect(Collectors.joining(" / "));
    }

    private static String qemu(GuestSetting setting) {
        Qemu qemu = setting.qemu();
        String place = qemu.form() == Qemu.Form.MACHINE ? "`-machine " : "`";
        String old = qemu.old().isEmpty() ? "" : ", once `" + qemu.old() + "`";
        return qemu.key().isEmpty() ? "" : place + qemu.key() + "`" + old;
    }

    private static String libvirt(GuestSetting setting) {
        Libvirt word = setting.libvirt();
        String name = (word.attribute() ? "@" : "") + word.name();
        return word.exists() ? "`" + name + "`" + (word.inverted() ? ", inverted" : "") : "";
    }
}
