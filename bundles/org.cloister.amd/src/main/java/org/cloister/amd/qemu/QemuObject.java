// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.qemu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.api.GuestType;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;

/** Reads one object, {@code sev-guest} or {@code sev-snp-guest} (QEMU, qapi/qom.json). */
final class QemuObject {
    static final String SEV = "sev-guest";
    static final String SNP = "sev-snp-guest";

    private static final String DEVICE = "sev-device";
    private static final String DEVICE_PATH = "/dev/sev";
    private static final long QEMU_SEV_POLICY = 0x1;

    /** Older spellings of keys, and today's. */
    private static final Map<String, String> OLD_KEYS = Map.of("dh-key-file", "dh-cert-file", "host_data", "host-data");

    private final Map<String, String> settings;
    private final List<String> notes;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, String> fallbacks = new LinkedHashMap<>();

    /** Adds its settings and notes to the given ones. */
    QemuObject(Map<String, String> settings, List<String> notes) {
        this.settings = settings;
        this.notes = notes;
    }

    /** Whether an object is one of the two. */
    static boolean isGuest(QemuOption object) {
        return Set.of(SEV, SNP).contains(kind(object));
    }

    private static String kind(QemuOption object) {
        return object.head().isEmpty() ? object.values().getOrDefault("qom-type", "") : object.head();
    }

    LaunchSecurity read(QemuOption object) {
        String kind = kind(object);
        if (!isGuest(object)) {
            throw Problem.input("qemu.type", "this object is not a confidential guest of AMD's")
                    .at("-object")
                    .found(kind.isEmpty() ? "no type" : kind)
                    .expected(SEV + " or " + SNP)
                    .remedy(NearestNames.offer(kind, List.of(SEV, SNP)))
                    .exception();
        }
        boolean snp = kind.equals(SNP);
        object.values().forEach((key, value) -> put(snp, key, value));
        GuestType type = snp ? SnpPlanner.TYPE : sevType();
        if (!snp) {
            fallbacks.putIfAbsent(Word.LEGACY_VM_TYPE.setting(), "legacy");
        }
        return new LaunchSecurity(type, settings, files, fallbacks, notes);
    }

    private void put(boolean snp, String given, String value) {
        String key = OLD_KEYS.getOrDefault(given, given);
        if (!key.equals(given)) {
            notes.add(given + " is an older spelling of " + key + ".");
        }
        switch (key) {
            case "id", "qom-type" -> {}
            case DEVICE -> requireDevice(value);
            default -> put(Word.ofQemu(key, snp).orElseThrow(() -> unknown(snp, key)), value);
        }
    }

    private void put(Word word, String value) {
        String where = "-object, " + word.qemu();
        String old = switch (word.form()) {
            case TEXT -> settings.put(word.setting(), value);
            case NUMBER -> settings.put(word.setting(), Long.toString(ValueSyntax.number(where, value)));
            case HEX -> settings.put(word.setting(), ValueSyntax.hex(ValueSyntax.number(where, value)));
            case SWITCH -> settings.put(word.setting(), ValueSyntax.ofSwitch(where, value));
            case FILE -> files.put(word.setting(), value);
            case PROFILE -> profile(word.setting(), where, value);
        };
        if (old != null) {
            throw ValueSyntax.wrong(
                    where, "this is given in two spellings", value, "one of them", "leave one of them out");
        }
    }

    /** QEMU 11 takes auto, its default, for on; older machine types do not know it and are on. */
    private String profile(String setting, String where, String value) {
        return switch (value) {
            case "on" -> settings.put(setting, "legacy");
            case "off" -> settings.put(setting, "init2");
            case "auto" -> fallbacks.put(setting, "legacy");
            default ->
                throw ValueSyntax.wrong(where, "this is not a choice", value, "on, off or auto", "write one of these");
        };
    }

    /** QEMU has one object for both types; the policy's ES bit makes the one or the other of it. */
    private GuestType sevType() {
        settings.putIfAbsent(Word.POLICY.setting(), ValueSyntax.hex(QEMU_SEV_POLICY));
        long policy = ValueSyntax.number("policy", settings.get(Word.POLICY.setting()));
        return SevPolicyBit.ES.in(policy) ? SevPlanner.SEV_ES : SevPlanner.SEV;
    }

    private static void requireDevice(String value) {
        if (!value.equals(DEVICE_PATH)) {
            throw ValueSyntax.wrong(
                    "-object, " + DEVICE, "another device cannot be chosen", value, DEVICE_PATH, "leave it out");
        }
    }

    private static RuntimeException unknown(boolean snp, String key) {
        List<String> known = Word.of(snp ? SnpPlanner.TYPE : SevPlanner.SEV).stream()
                .map(Word::qemu)
                .toList();
        return Problem.input("qemu.key", "the object has no such key")
                .at("-object " + (snp ? SNP : SEV))
                .found(key)
                .expected("one of " + String.join(", ", known))
                .remedy(NearestNames.offer(key, known))
                .exception();
    }
}
