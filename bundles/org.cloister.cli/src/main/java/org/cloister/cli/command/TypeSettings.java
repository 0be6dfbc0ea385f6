// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cloister.amd.setting.Form;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.Qemu;
import org.cloister.api.Base64Text;
import org.cloister.api.ByteText;

/**
 * The settings of a guest type that can be given on the command line. They are handed on as text under the option's
 * name; the guest type judges them, so that a vendor's type may understand them in its own way.
 */
final class TypeSettings {
    /** Those that decide the measurement. */
    static final List<GuestSetting> MEASURED =
            List.of(GuestSetting.KERNEL_HASHES, GuestSetting.GUEST_FEATURES, GuestSetting.PROFILE, GuestSetting.VMM);
    /** Those that only a launch has use for; files and the vCPU's signature have options of another form. */
    static final List<GuestSetting> LAUNCHED = Arrays.stream(GuestSetting.values())
            .filter(setting -> !MEASURED.contains(setting))
            .filter(setting -> setting.qemu().form() != Qemu.Form.FILE && setting != GuestSetting.VCPU_SIGNATURE)
            .toList();

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]*");

    private final Map<GuestSetting, OptionRow<?>> rows = new EnumMap<>(GuestSetting.class);

    /** What was given, by name. */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        rows.forEach((setting, row) -> {
            if (row.value() instanceof String text) {
                values.put(setting.key(), written(setting.form(), text));
            } else if (Boolean.TRUE.equals(row.value())) {
                values.put(setting.key(), "on");
            }
        });
        return values;
    }

    /** Settings have bytes in base64; an option takes them in another notation where all of them are given. */
    private static String written(Form form, String text) {
        boolean bytes = form.kind() == Form.Kind.BYTES || form.kind() == Form.Kind.PADDED;
        boolean usual = BASE64.matcher(text).matches() && ByteText.hex(text).isEmpty();
        return bytes && !usual
                ? ByteText.readExactly(text, (int) form.most())
                        .map(Base64Text::encode)
                        .orElse(text)
                : text;
    }

    /** Options for these settings. */
    OptionRows rows(List<GuestSetting> settings) {
        OptionRows options = new OptionRows();
        settings.forEach(setting -> rows.put(setting, options.add(row(setting))));
        return options;
    }

    private static OptionRow<?> row(GuestSetting setting) {
        String name = "--" + setting.key();
        String label = setting.form().label();
        return label.isEmpty()
                ? OptionRow.flag(name, setting.meaning()).bare()
                : OptionRow.option(name, label, setting.meaning());
    }
}
