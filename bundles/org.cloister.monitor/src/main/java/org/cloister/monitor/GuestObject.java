// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.Qemu;
import org.cloister.api.OnOff;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.PageKind;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.launch.Guest;
import org.cloister.api.platform.PlatformFacts;

/**
 * A guest as QEMU's object {@code sev-guest} or {@code sev-snp-guest}: its properties with QEMU's names and types, as
 * given or as they resulted (QEMU, qapi/qom.json, SevCommonProperties and the following).
 */
final class GuestObject {
    /** What QEMU says of every host, and the default of guests. */
    static final long REDUCED_PHYS_BITS = Long.parseLong(GuestSetting.REDUCED_PHYS_BITS.fallback(AmdType.SEV));

    private final Guest guest;
    private final ObjectWords words;
    private final AmdType type;

    GuestObject(Guest guest, ObjectWords words) {
        this.guest = guest;
        this.words = words;
        type = AmdType.of(guest.type());
    }

    /** QEMU's name for its class. */
    String type() {
        return type.qemuObject();
    }

    /** All of them but its type; a file's value is its name, as it was given. */
    List<ObjectProperty> properties() {
        Stream<ObjectProperty> fixed = Stream.of(ObjectProperty.text("sev-device", DeviceNode.SEV));
        Stream<ObjectProperty> settings = GuestSetting.of(type).stream()
                .filter(setting -> setting.inQemuObject(type))
                .map(this::property);
        return Stream.concat(fixed, settings).toList();
    }

    private ObjectProperty property(GuestSetting setting) {
        String qomType = switch (setting.qemu().form()) {
            case NUMBER -> "uint32";
            case HEX -> setting == GuestSetting.POLICY && type == AmdType.SEV_SNP ? "uint64" : "uint32";
            case SWITCH -> "bool";
            case PROFILE -> "OnOffAuto";
            case TEXT, FILE, MACHINE -> "string";
        };
        return new ObjectProperty(setting.qemu().key(), qomType, () -> value(setting));
    }

    /** What came to be tells more than what was asked for. */
    private JsonElement value(GuestSetting setting) {
        return switch (setting) {
            case POLICY -> new JsonPrimitive(guest.report().plan().policy().value());
            case HANDLE -> new JsonPrimitive(guest.status().handle().orElse(0));
            case PROFILE -> new JsonPrimitive(words.profileImplied() ? "auto" : OnOff.text(isLegacy()));
            case DH_CERT, SESSION -> new JsonPrimitive(words.files().getOrDefault(setting.key(), ""));
            case CBITPOS ->
                number(setting, guest.platform().number(PlatformFacts.CBIT).orElse(0));
            case REDUCED_PHYS_BITS -> number(setting, REDUCED_PHYS_BITS);
            case KERNEL_HASHES -> new JsonPrimitive(kernelHashes());
            default -> given(setting);
        };
    }

    private boolean isLegacy() {
        return guest.report().plan().profile().equals(Profile.LEGACY.key());
    }

    private JsonElement given(GuestSetting setting) {
        String given = guest.properties().getOrDefault(setting.key(), "");
        return setting.qemu().form() == Qemu.Form.SWITCH
                ? new JsonPrimitive(given.equals("on"))
                : new JsonPrimitive(given);
    }

    private JsonElement number(GuestSetting setting, long otherwise) {
        String given = guest.properties().get(setting.key());
        return new JsonPrimitive(given == null ? otherwise : Long.decode(given));
    }

    private boolean kernelHashes() {
        return guest.report().plan().ranges().stream()
                .anyMatch(range -> range.role() == InitialRange.Role.KERNEL_HASHES
                        && range.kind().equals(PageKind.NORMAL));
    }
}
