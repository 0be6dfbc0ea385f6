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
        return read(List.of(object), machine);
    }

    /** As the other, for the one of several objects that the machine option names. */
    static LaunchSecurity read(List<String> objects, Optional<String> machine) {
        return new QemuReader().choose(objects, machine.map(text -> QemuOption.parse("-machine", text)));
    }

    private LaunchSecurity choose(List<String> objects, Optional<QemuOption> machine) {
        Optional<String> wanted = machine.flatMap(this::support);
        List<QemuOption> guests = objects.stream()
                .map(text -> QemuOption.parse("-object", text))
                .filter(one -> objects.size() == 1 || QemuObject.isGuest(one))
                .filter(one ->
                        wanted.isEmpty() || wanted.get().equals(one.values().get("id")))
                .toList();
        if (guests.size() != 1) {
            throw Problem.input(DefinitionCodes.QEMU_OBJECT, "one object for the guest's protection has to be given")
                    .at(wanted.map(id -> "-machine, object " + id).orElse("-object"))
                    .found(guests.size())
                    .expected("1 of type " + QemuObject.SEV + " or " + QemuObject.SNP)
                    .remedy("let -machine " + SUPPORT + " name the id of one object")
                    .exception();
        }
        machine.ifPresent(this::machine);
        LaunchSecurity security = new QemuObject(settings, notes).read(guests.get(0));
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
        machine.values().forEach((key, value) -> {
            if (!key.equals(SUPPORT) && !key.equals(OLD_SUPPORT)) {
                QemuKeys.find(QemuKeys.ofMachine(AmdType.SEV), key)
                        .ifPresentOrElse(
                                setting -> settings.put(setting.key(), value),
                                () -> notes.add("-machine " + key + "=" + value + " is not taken over."));
            }
        });
    }
}
