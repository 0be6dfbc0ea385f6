// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.NearestNames;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.host.DeviceNode;

/** Reads one object, {@code sev-guest} or {@code sev-snp-guest} (QEMU, qapi/qom.json). */
final class QemuObject {
    private static final String SEV = AmdType.SEV.qemuObject();
    private static final String SNP = AmdType.SEV_SNP.qemuObject();

    private static final String DEVICE = "sev-device";
    private static final long QEMU_SEV_POLICY = 0x1;

    private final Map<String, String> settings;
    private final List<String> notes;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, String> fallbacks = new LinkedHashMap<>();

    /** Adds its settings and notes to the given ones. */
    QemuObject(Map<String, String> settings, List<String> notes) {
        this.settings = settings;
        this.notes = notes;
    }

    private static String kind(QemuOption object) {
        return object.head().isEmpty() ? object.values().getOrDefault("qom-type", "") : object.head();
    }

    LaunchSecurity read(QemuOption object) {
        String kind = kind(object);
        if (!Set.of(SEV, SNP).contains(kind)) {
            throw Problem.input(DefinitionCodes.QEMU_TYPE, "this object is not a confidential guest of AMD's")
                    .at("-object")
                    .found(kind.isEmpty() ? "no type" : kind)
                    .expected(SEV + " or " + SNP)
                    .remedy(NearestNames.offer(kind, List.of(SEV, SNP)))
                    .exception();
        }
        AmdType first = kind.equals(SNP) ? AmdType.SEV_SNP : AmdType.SEV;
        object.values().forEach((key, value) -> put(first, key, value));
        if (first == AmdType.SEV_SNP) {
            return new LaunchSecurity(first.type(), settings, files, fallbacks, notes);
        }
        AmdType type = sevType();
        fallbacks.putIfAbsent(GuestSetting.PROFILE.key(), Profile.LEGACY.key());
        return new LaunchSecurity(type.type(), settings, files, fallbacks, notes);
    }

    private void put(AmdType type, String key, String value) {
        switch (key) {
            case "id", "qom-type" -> {}
            case DEVICE -> requireDevice(value);
            default -> {
                GuestSetting setting = QemuKeys.find(QemuKeys.of(type), key).orElseThrow(() -> unknown(type, key));
                if (!setting.qemu().key().equals(key)) {
                    notes.add(key + " is an older spelling of " + setting.qemu().key() + ".");
                }
                put(setting, value);
            }
        }
    }

    private void put(GuestSetting setting, String value) {
        String where = "-object, " + setting.qemu().key();
        String key = setting.key();
        String old = switch (setting.qemu().form()) {
            case TEXT, MACHINE -> settings.put(key, value);
            case NUMBER -> settings.put(key, Long.toString(ValueSyntax.number(where, value)));
            case HEX -> settings.put(key, hex(setting, where, value));
            case SWITCH -> settings.put(key, ValueSyntax.ofSwitch(where, value));
            case FILE -> files.put(key, value);
            case PROFILE -> profile(key, where, value);
        };
        if (old != null) {
            throw ValueSyntax.wrong(
                    where, "this is given in two spellings", value, "one of them", "leave one of them out");
        }
    }

    /** In hexadecimal; libvirt would read the digits of a policy otherwise. */
    private String hex(GuestSetting setting, String where, String value) {
        String hex = Numbers.hex(ValueSyntax.number(where, value));
        if (setting == GuestSetting.POLICY && value.length() > 1 && Numbers.isDigits(value)) {
            notes.add(setting.qemu().key() + "=" + value + " is decimal in QEMU's words: " + hex + ".");
        }
        return hex;
    }

    /** QEMU 11 takes auto, its default, for on; older machine types do not know it and are on. */
    private String profile(String setting, String where, String value) {
        return switch (value) {
            case "on" -> settings.put(setting, Profile.LEGACY.key());
            case "off" -> settings.put(setting, Profile.INIT2.key());
            case "auto" -> fallbacks.put(setting, Profile.LEGACY.key());
            default ->
                throw ValueSyntax.wrong(where, "this is not a choice", value, "on, off or auto", "write one of these");
        };
    }

    /** QEMU has one object for both types. */
    private AmdType sevType() {
        settings.putIfAbsent(GuestSetting.POLICY.key(), Numbers.hex(QEMU_SEV_POLICY));
        long policy = ValueSyntax.number(GuestSetting.POLICY.key(), settings.get(GuestSetting.POLICY.key()));
        return AmdType.ofSevPolicy(policy);
    }

    private static void requireDevice(String value) {
        if (!value.equals(DeviceNode.SEV)) {
            throw ValueSyntax.wrong(
                    "-object, " + DEVICE, "another device cannot be chosen", value, DeviceNode.SEV, "leave it out");
        }
    }

    private static RuntimeException unknown(AmdType type, String key) {
        List<String> known =
                QemuKeys.of(type).stream().map(setting -> setting.qemu().key()).toList();
        return Problem.input(DefinitionCodes.QEMU_KEY, "the object has no such key")
                .at("-object " + type.qemuObject())
                .found(key)
                .expected("one of " + String.join(", ", known))
                .remedy(ForeignKey.named(key).map(ForeignKey::remedy).orElseGet(() -> NearestNames.offer(key, known)))
                .exception();
    }
}
