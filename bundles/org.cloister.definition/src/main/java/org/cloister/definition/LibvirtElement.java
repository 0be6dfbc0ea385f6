// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.Libvirt;
import org.cloister.api.NearestNames;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/** Reads one {@code <launchSecurity>} (libvirt, formatdomain, "Launch Security"), by the table of settings. */
final class LibvirtElement {
    private final XmlElement element;
    private final LibvirtPlace place;
    private final boolean launched;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, LibvirtPlace> places = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** What {@code launched} says is there already, so that its policy is taken as it stands. */
    LibvirtElement(XmlElement element, LibvirtPlace place, boolean launched) {
        this.element = element;
        this.place = place;
        this.launched = launched;
    }

    LaunchSecurity read() {
        String kind = element.attributes().getOrDefault("type", "");
        AmdType first = Stream.of(AmdType.SEV, AmdType.SEV_SNP)
                .filter(type -> type.libvirtType().equals(kind))
                .findFirst()
                .orElseThrow(() ->
                        place.in(element, "@type").wrong("this is not one of AMD's types", kind, "sev or sev-snp"));
        if (element.hasText()) {
            throw place.wrong("text stands between elements", element.text().strip(), "elements alone");
        }
        attributes(first);
        element.children().forEach(child -> child(first, child));
        AmdType type = first == AmdType.SEV_SNP ? first : AmdType.ofSevPolicy(policy(first));
        settings.forEach((name, value) -> require(type, name, value));
        // libvirt leaves legacy-vm-type to QEMU, whose default for it is the legacy launch
        Map<String, String> fallbacks =
                type == AmdType.SEV_SNP ? Map.of() : Map.of(GuestSetting.PROFILE.key(), Profile.LEGACY.key());
        return new LaunchSecurity(type.type(), settings, Map.of(), fallbacks, notes);
    }

    /** As {@link #read}, in a domain: there libvirt makes up a policy for neither type (domaincommon.rng). */
    LaunchSecurity readWhole() {
        LaunchSecurity read = read();
        policy(AmdType.of(read.type()));
        return read;
    }

    private long policy(AmdType type) {
        String policy = settings.get(GuestSetting.POLICY.key());
        if (policy == null) {
            throw place.in(element, GuestSetting.POLICY.libvirt().name())
                    .wrong(
                            "libvirt demands a policy for " + type.libvirtType(),
                            "none",
                            "<policy>" + type.policies().usual() + "</policy>");
        }
        return ValueSyntax.number(place.text(), policy);
    }

    /** What no guest of the type can have is refused where it stands. */
    private void require(AmdType type, String name, String value) {
        GuestSetting setting = GuestSetting.named(name).orElseThrow();
        if (launched && setting == GuestSetting.POLICY) {
            return;
        }
        places.get(name).check(() -> GuestSettings.requireValue(type, setting, value));
    }

    private void attributes(AmdType type) {
        element.attributes().forEach((name, value) -> {
            if (!name.equals("type")) {
                GuestSetting setting = setting(type, element, name, true);
                Libvirt word = setting.libvirt();
                LibvirtPlace there = place.in(element, "@" + name);
                settings.put(setting.key(), ValueSyntax.ofYesNo(there.text(), value, word.inverted()));
                places.put(setting.key(), there);
            }
        });
    }

    private void child(AmdType type, XmlElement child) {
        GuestSetting setting = setting(type, child, child.name(), false);
        LibvirtPlace there = place.in(child, child.name());
        if (settings.put(setting.key(), text(type, setting, there, child)) != null) {
            throw there.wrong("this is given twice", child.name(), "once");
        }
        places.put(setting.key(), there);
    }

    private String text(AmdType type, GuestSetting setting, LibvirtPlace there, XmlElement child) {
        Optional<String> attribute = child.attributes().keySet().stream().findFirst();
        if (!child.children().isEmpty() || attribute.isPresent()) {
            throw there.wrong(
                    "this holds more than text",
                    attribute.orElseGet(() -> child.children().get(0).name()),
                    "text");
        }
        String text = child.text().strip();
        return switch (setting.qemu().form()) {
            case NUMBER -> Long.toString(ValueSyntax.number(there.text(), text));
            case HEX -> hex(type.policies(), there, text);
            default -> text.replaceAll("\\s", "");
        };
    }

    /** libvirt reads policies as hexadecimal, whatever they look like (domain_conf.c, virXPathULongHex). */
    private String hex(PolicyLayout layout, LibvirtPlace there, String text) {
        long number = ValueSyntax.bareHex(there.text(), text);
        String value = Numbers.hex(number);
        if (text.length() > 1 && Numbers.withoutPrefix(text).equals(text)) {
            if (!launched) {
                there.check(() -> layout.ofDigits(number, Numbers.parse(text)));
            }
            notes.add(GuestSetting.POLICY.key() + " " + text + " is hexadecimal in libvirt's XML: " + value + ".");
        }
        return value;
    }

    private GuestSetting setting(AmdType type, XmlElement at, String name, boolean attribute) {
        List<GuestSetting> known = GuestSetting.of(type).stream()
                .filter(setting ->
                        setting.libvirt().exists() && setting.libvirt().attribute() == attribute)
                .toList();
        return known.stream()
                .filter(setting -> setting.libvirt().name().equals(name)
                        && (attribute || at.namespace().isEmpty()))
                .findFirst()
                .orElseThrow(() -> unknown(
                        place.in(at, (attribute ? "@" : "") + name),
                        name,
                        known.stream().map(setting -> setting.libvirt().name()).toList()));
    }

    private static RuntimeException unknown(LibvirtPlace there, String name, List<String> known) {
        Problem problem = there.problem(
                "launchSecurity has no such " + (there.path().contains("@") ? "attribute" : "element"),
                name,
                "one of " + String.join(", ", known));
        return problem.remedy(NearestNames.offer(name, known)).exception();
    }
}
