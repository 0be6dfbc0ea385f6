// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.Qemu;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

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

    private final Map<String, String> values = new TreeMap<>();

    /** What was given, by name. */
    Map<String, String> values() {
        return values;
    }

    /** Lets a command take these settings. */
    void addTo(CommandSpec command, List<GuestSetting> settings) {
        settings.forEach(setting -> command.addOption(option(setting)));
    }

    private OptionSpec option(GuestSetting setting) {
        OptionSpec.Builder option = OptionSpec.builder("--" + setting.key()).description(setting.meaning());
        if (setting.form().label().isEmpty()) {
            return option.arity("0").type(boolean.class).setter(setter(setting)).build();
        }
        return option.arity("1")
                .paramLabel(setting.form().label())
                .type(String.class)
                .setter(setter(setting))
                .build();
    }

    private ISetter setter(GuestSetting setting) {
        return new ISetter() {
            @Override
            public <T> T set(T value) {
                if (value instanceof String text) {
                    values.put(setting.key(), text);
                } else if (Boolean.TRUE.equals(value)) {
                    values.put(setting.key(), "on");
                }
                return value;
            }
        };
    }
}
