// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.List;
import java.util.Map;
import java.util.Objects;
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
     * The element alone, with line breaks and without one at its end; what belongs elsewhere in a domain is not in it.
     *
     * @throws org.cloister.api.CloisterException {@code qemu.unsaid} for what libvirt has no word for, or as
     *     {@code GuestSettings} refuses the request
     */
    public static String element(GuestType type, GuestRequest request) {
        ExplicitSettings protection = ExplicitSettings.of(type, request);
        protection.machine().forEach((setting, value) -> requireUsual(protection, setting, value));
        return new LibvirtWriter(protection).element();
    }

    /**
     * A whole domain that makes such a guest; images have the names of the request, which have to be absolute.
     *
     * @param name of the domain
     * @param machine QEMU's machine, such as {@code q35}
     * @throws org.cloister.api.CloisterException {@code qemu.unsaid} for what libvirt has no word for,
     *     {@code kernel.load} for a kernel that QEMU does not boot as it is measured, or as {@code GuestSettings}
     *     refuses the request
     */
    public static Domain domain(GuestType type, GuestRequest request, String name, String machine) {
        ExplicitSettings protection = ExplicitSettings.of(type, request);
        return new DomainText(protection, request).domain(name, machine, new LibvirtWriter(protection).element());
    }

    /**
     * A domain.
     *
     * @param xml with line breaks and without one at its end
     * @param notes what should be known besides, each a sentence
     */
    public record Domain(String xml, List<String> notes) {
        /** Copies the list. */
        public Domain {
            Objects.requireNonNull(xml, "xml");
            notes = List.copyOf(notes);
        }
    }

    private String element() {
        Map<GuestSetting, String> given = protection.given();
        given.forEach(this::require);
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

    /** It would stand elsewhere in a domain. */
    private static void requireUsual(ExplicitSettings protection, GuestSetting setting, String value) {
        String usual = setting.fallback(protection.type());
        if (!value.equals(usual)) {
            throw unsaid(setting, value, usual);
        }
    }

    static RuntimeException unsaid(GuestSetting setting, String value, String expected) {
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
