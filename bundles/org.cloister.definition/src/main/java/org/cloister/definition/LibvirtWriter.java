// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.Libvirt;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;

/** Writes a request as libvirt's element {@code <launchSecurity>}. */
public final class LibvirtWriter {
    private final ExplicitSettings protection;

    private LibvirtWriter(ExplicitSettings protection) {
        this.protection = protection;
    }

    /**
     * The element, with line breaks and without one at its end.
     *
     * @throws org.cloister.api.CloisterException {@code qemu.unsaid} for what libvirt has no word for, or as
     *     {@code GuestSettings} refuses the request
     */
    public static String element(GuestType type, GuestRequest request) {
        return new LibvirtWriter(ExplicitSettings.of(type, request)).element();
    }

    private String element() {
        Map<GuestSetting, String> given = protection.given();
        given.forEach(this::require);
        protection.machine().forEach(this::requireUsual);
        String attributes = given.entrySet().stream()
                .filter(one -> one.getKey().libvirt().exists()
                        && one.getKey().libvirt().attribute())
                .map(one -> attribute(one.getKey().libvirt(), one.getValue()))
                .collect(Collectors.joining());
        String children = given.entrySet().stream()
                .filter(one -> one.getKey().libvirt().exists()
                        && !one.getKey().libvirt().attribute())
                .map(one -> child(one.getKey().libvirt(), one.getValue()))
                .collect(Collectors.joining());
        String type = protection.type().libvirtType();
        return "<launchSecurity type='" + type + "'" + attributes + ">\n" + children + "</launchSecurity>";
    }

    /** libvirt leaves legacy-vm-type to QEMU; for plain SEV it makes no difference to the measurement. */
    private void require(GuestSetting setting, String value) {
        boolean profile = setting == GuestSetting.PROFILE;
        boolean implied = profile && (protection.legacy() || !protection.type().encryptsState());
        if (!setting.libvirt().exists() && !implied) {
            throw unsaid(setting, value, profile ? "legacy, which is what libvirt makes QEMU do" : "nothing");
        }
    }

    /** Of the machine, not of the guest's protection: usual values are not worth a note. */
    private void requireUsual(GuestSetting setting, String value) {
        String usual = setting.fallback(protection.type());
        if (!value.equals(usual)) {
            throw unsaid(setting, value, usual);
        }
    }

    private static RuntimeException unsaid(GuestSetting setting, String value, String expected) {
        return Problem.input(DefinitionCodes.QEMU_UNSAID, "libvirt has no word for this")
                .at(setting.key())
                .found(value)
                .expected(expected)
                .exception();
    }

    private static String attribute(Libvirt word, String value) {
        return " " + word.name() + "='" + ValueSyntax.yesNo(value, word.inverted()) + "'";
    }

    private static String child(Libvirt word, String value) {
        String text = XmlText.escape(value.replaceAll("\\s", ""));
        return "  <" + word.name() + ">" + text + "</" + word.name() + ">\n";
    }
}
