// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Problem;

/**
 * Reads QEMU's objects {@code sev-guest} and {@code sev-snp-guest}, and the machine option that uses one (QEMU,
 * qapi/qom.json).
 */
public final class QemuReader {
    private static final String SUPPORT = "confidential-guest-support";
    private static final String OLD_SUPPORT = "memory-encryption";
    /** Before the first comma it needs no key. */
    private static final String TYPE = "type";

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private QemuReader() {}

    /**
     * What an object asks for.
     *
     * @param object the argument of {@code -object}
     * @param machine the argument of {@code -machine}; its reference has to be to the object
     * @throws org.cloister.api.CloisterException {@code qemu…}, naming the part that cannot be read
     */
    public static LaunchSecurity read(String object, Optional<String> machine) {
        return new QemuReader()
                .read(
                        QemuOption.parse("-object", object),
                        machine.map(text -> QemuOption.parse("-machine", text)));
    }

    private LaunchSecurity read(QemuOption object, Optional<QemuOption> machine) {
        machine.flatMap(this::support)
                .filter(id -> !id.equals(object.values().get("id")))
                .ifPresent(id -> {
                    throw Problem.input(DefinitionCodes.QEMU_OBJECT, "the machine names another object")
                            .at("-machine " + SUPPORT)
                            .found(id)
                            .expected(object.values().getOrDefault("id", "an object with an id"))
                            .remedy("let -machine " + SUPPORT + " name the id of the object")
                            .exception();
                });
        machine.ifPresent(this::machine);
        LaunchSecurity security = new QemuObject(settings, notes).read(object);
        if (security.type().equals(SnpPlanner.TYPE)) {
            machine.ifPresent(option -> Flash.refuse("-machine", option));
        }
        return security;
    }

    private Optional<String> support(QemuOption machine) {
        String old = machine.values().get(OLD_SUPPORT);
        if (old != null) {
            notes.add("-machine " + OLD_SUPPORT + "=" + old + " is deprecated; QEMU's word is " + SUPPORT + "=" + old
                    + ".");
        }
        return Optional.ofNullable(machine.values().getOrDefault(SUPPORT, old));
    }

    /** Some of the machine's settings matter to the guest; notes name the others, which are not taken over. */
    private void machine(QemuOption machine) {
        if (!machine.head().isEmpty()) {
            MachineName.require("-machine", machine.head());
        }
        machine.values().forEach((key, value) -> {
            if (key.equals(TYPE)) {
                MachineName.require("-machine, " + TYPE, value);
            } else if (!key.equals(SUPPORT) && !key.equals(OLD_SUPPORT)) {
                QemuKeys.find(QemuKeys.ofMachine(AmdType.SEV), key)
                        .ifPresentOrElse(
                                setting -> settings.put(setting.key(), value),
                                () -> notes.add("-machine " + key + "=" + value + " is not taken over."));
            }
        });
    }
}
