// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                .read(QemuOption.parse("-object", object), machine.map(text -> QemuOption.parse("-machine", text)));
    }

    /**
     * What an object and a machine option say besides.
     *
     * @param object the argument of {@code -object}
     * @param machine the argument of {@code -machine}
     * @throws org.cloister.api.CloisterException {@code qemu…}, as {@link #read}
     */
    public static QemuFrame frame(String object, Optional<String> machine) {
        QemuFrame usual = QemuFrame.USUAL;
        String id = QemuOption.parse("-object", object).values().getOrDefault("id", usual.id());
        Optional<QemuOption> said = machine.map(text -> QemuOption.parse("-machine", text));
        Map<String, String> keys = new LinkedHashMap<>();
        said.ifPresent(option -> option.values().forEach((key, value) -> {
            if (isOther(key)) {
                keys.put(key, value);
            }
        }));
        return new QemuFrame(
                id, said.flatMap(QemuReader::name).orElse(usual.machine()), keys, usual.paused(), usual.monitor());
    }

    /** The machine's name, which may stand in a key. */
    private static Optional<String> name(QemuOption machine) {
        return Optional.ofNullable(machine.head().isEmpty() ? machine.values().get(TYPE) : machine.head());
    }

    /** Whether a key of the machine option is neither a setting of a guest nor said elsewhere. */
    private static boolean isOther(String key) {
        return !Set.of(SUPPORT, OLD_SUPPORT, TYPE).contains(key)
                && QemuKeys.find(QemuKeys.ofMachine(AmdType.SEV), key).isEmpty();
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
                                () -> notes.add("-machine " + key + "=" + value
                                        + " decides nothing that is measured; a launch here" + " does without it."));
            }
        });
    }
}
