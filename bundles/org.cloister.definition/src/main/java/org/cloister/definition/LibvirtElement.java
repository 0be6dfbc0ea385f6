// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.Libvirt;
import org.cloister.api.GuestType;
import org.cloister.api.NearestNames;
import org.cloister.api.Numbers;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Reads one {@code <launchSecurity>} (libvirt, formatdomain, "Launch Security"). */
final class LibvirtElement {
    private final LibvirtPlace document;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    LibvirtElement(LibvirtPlace document) {
        this.document = document;
    }

    LaunchSecurity read(Element element) {
        String kind = element.getAttribute("type");
        AmdType first = Stream.of(AmdType.SEV, AmdType.SEV_SNP)
                .filter(type -> type.libvirtType().equals(kind))
                .findFirst()
                .orElseThrow(() -> document.wrong("@type", "this is not one of AMD's types", kind, "sev or sev-snp"));
        attributes(first, element);
        XmlText.children(element).forEach(child -> child(first, child));
        if (first == AmdType.SEV_SNP) {
            return new LaunchSecurity(first.type(), settings, Map.of(), Map.of(), notes);
        }
        if (!settings.containsKey(GuestSetting.POLICY.key())) {
            throw document.wrong(
                    GuestSetting.POLICY.libvirt().name(),
                    "libvirt demands a policy for sev",
                    "none",
                    "<policy>0x1</policy>");
        }
        // libvirt leaves legacy-vm-type to QEMU, whose default for it is the legacy launch
        Map<String, String> fallbacks = Map.of(GuestSetting.PROFILE.key(), Profile.LEGACY.key());
        return new LaunchSecurity(sevType(), settings, Map.of(), fallbacks, notes);
    }

    private GuestType sevType() {
        String policy = settings.get(GuestSetting.POLICY.key());
        long bits = ValueSyntax.number(document.at(GuestSetting.POLICY.libvirt().name()), policy);
        return AmdType.ofSevPolicy(bits).type();
    }

    private void attributes(AmdType type, Element element) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!attribute.getName().equals("type") && !attribute.getName().startsWith("xmlns")) {
                GuestSetting setting = setting(type, attribute.getName(), true);
                Libvirt word = setting.libvirt();
                settings.put(
                        setting.key(),
                        ValueSyntax.ofYesNo(document.at("@" + word.name()), attribute.getValue(), word.inverted()));
            }
        }
    }

    private void child(AmdType type, Element child) {
        GuestSetting setting = setting(type, child.getLocalName(), false);
        String name = setting.libvirt().name();
        if (settings.put(setting.key(), text(type, setting, name, child)) != null) {
            throw document.wrong(name, "this is given twice", name, "once");
        }
    }

    private String text(AmdType type, GuestSetting setting, String name, Element child) {
        if (!XmlText.children(child).isEmpty()) {
            throw document.wrong(
                    name, "this holds elements", XmlText.children(child).size(), "text");
        }
        String text = child.getTextContent().strip();
        return switch (setting.qemu().form()) {
            case NUMBER -> Long.toString(ValueSyntax.number(document.at(name), text));
            case HEX -> hex(type.policies(), name, text);
            default -> text.replaceAll("\\s", "");
        };
    }

    /** libvirt reads policies as hexadecimal, whatever they look like (domain_conf.c, virXPathULongHex). */
    private String hex(PolicyLayout layout, String name, String text) {
        long number = ValueSyntax.bareHex(document.at(name), text);
        String value = Numbers.hex(number);
        if (text.length() > 1 && Numbers.withoutPrefix(text).equals(text)) {
            layout.ofDigits(number, Numbers.parse(text));
            notes.add(name + " " + text + " is hexadecimal in libvirt's XML: " + value + ".");
        }
        return value;
    }

    private GuestSetting setting(AmdType type, String name, boolean attribute) {
        List<GuestSetting> known = GuestSetting.of(type).stream()
                .filter(setting ->
                        setting.libvirt().exists() && setting.libvirt().attribute() == attribute)
                .toList();
        return known.stream()
                .filter(setting -> setting.libvirt().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(
                        name,
                        attribute,
                        known.stream().map(setting -> setting.libvirt().name()).toList()));
    }

    private RuntimeException unknown(String xml, boolean attribute, List<String> known) {
        return document.problem(
                        (attribute ? "@" : "") + xml,
                        "launchSecurity has no such " + (attribute ? "attribute" : "element"),
                        xml,
                        "one of " + String.join(", ", known))
                .remedy(NearestNames.offer(xml, known))
                .exception();
    }
}
