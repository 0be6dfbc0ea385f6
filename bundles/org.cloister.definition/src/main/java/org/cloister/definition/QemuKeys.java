// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.Qemu;

/** Keys of QEMU's objects and of its machine option, by the table of settings. */
final class QemuKeys {
    private QemuKeys() {}

    /** Settings that the type's object has a key for. */
    static List<GuestSetting> of(AmdType type) {
        return select(type, setting -> setting.inQemuObject(type));
    }

    /** Settings that {@code -machine} has a key for. */
    static List<GuestSetting> ofMachine(AmdType type) {
        return select(type, setting -> setting.qemu().form() == Qemu.Form.MACHINE);
    }

    private static List<GuestSetting> select(AmdType type, Predicate<GuestSetting> wanted) {
        return GuestSetting.of(type).stream().filter(wanted).toList();
    }

    /** The setting of a key, or of an older spelling of it. */
    static Optional<GuestSetting> find(List<GuestSetting> among, String key) {
        return among.stream()
                .filter(setting ->
                        setting.qemu().key().equals(key) || setting.qemu().old().equals(key))
                .findFirst();
    }
}
