// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.definition.LaunchSecurity;

/** The settings of a guest from everything that says some; two that say one have to say the same. */
final class SaidSettings {
    private final DefinitionNotes notes;
    private final Map<String, String> all;

    /**
     * Begins with those of options of their own.
     *
     * @param notes where it is noted what people should know
     */
    SaidSettings(DefinitionNotes notes, Map<String, String> given) {
        this.notes = notes;
        this.all = new TreeMap<>(given);
    }

    /**
     * Adds those of a definition, with its notes.
     *
     * @throws org.cloister.api.CloisterException {@code launch.twice} where another value was given, or the launch of
     *     another VMM than QEMU
     */
    void add(LaunchSecurity security) {
        security.notes().forEach(notes::add);
        requireQemu(GuestSetting.PROFILE, name -> Profile.named(name).monitor());
        requireQemu(GuestSetting.VMM, VmmKind::named);
        security.settings().forEach(this::put);
    }

    /** The digest of another VMM's launch would be that of no guest of libvirt's. */
    private void requireQemu(GuestSetting setting, Function<String, VmmKind> launcher) {
        String name = all.get(setting.key());
        if (name != null && launcher.apply(name) != VmmKind.QEMU) {
            throw twice(setting.key(), VmmKind.QEMU.key() + ", by the definition", name);
        }
    }

    /**
     * Adds one.
     *
     * @throws org.cloister.api.CloisterException {@code launch.twice} where another value was given
     */
    void put(String name, String value) {
        String before = all.putIfAbsent(name, value);
        if (before != null && !isSame(before, value)) {
            throw twice(name, before, value);
        }
    }

    /** Fills up what nobody said. */
    void fallBack(LaunchSecurity security) {
        security.fallbacks().forEach((name, value) -> {
            if (all.putIfAbsent(name, value) == null) {
                notes.add(name + " is " + value + ", QEMU's default.");
            }
        });
    }

    Map<String, String> values() {
        return all;
    }

    private static boolean isSame(String left, String right) {
        OptionalLong number = Numbers.parse(left);
        return left.equals(right) || number.isPresent() && number.equals(Numbers.parse(right));
    }

    /** Something is said twice, and not alike. */
    static RuntimeException twice(String where, Object one, Object other) {
        return Problem.input(CliCodes.LAUNCH_TWICE, "this is given twice with different values")
                .at(where)
                .found(one + " and " + other)
                .expected("one of the two")
                .remedy("leave one of them out")
                .exception();
    }
}
