// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.qemu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.api.GuestType;
import org.cloister.api.NearestNames;
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
        GuestType first = switch (kind) {
            case "sev" -> SevPlanner.SEV;
            case "sev-snp" -> SnpPlanner.TYPE;
            default -> throw document.wrong("@type", "this is not a type of AMD's", kind, "sev or sev-snp");
        };
        attributes(first, element);
        XmlText.children(element).forEach(child -> child(first, child));
        boolean snp = first.equals(SnpPlanner.TYPE);
        if (!snp && !settings.containsKey(Word.POLICY.setting())) {
            throw document.wrong("policy", "libvirt demands a policy for sev", "none", "<policy>0x1</policy>");
        }
        // libvirt leaves legacy-vm-type to QEMU, whose default for it is the legacy launch
        Map<String, String> fallbacks = snp ? Map.of() : Map.of(Word.LEGACY_VM_TYPE.setting(), "legacy");
        return new LaunchSecurity(snp ? first : sevType(), settings, Map.of(), fallbacks, notes);
    }

    private GuestType sevType() {
        long policy = ValueSyntax.number(document.at("policy"), settings.get(Word.POLICY.setting()));
        return SevPolicyBit.ES.in(policy) ? SevPlanner.SEV_ES : SevPlanner.SEV;
    }

    private void attributes(GuestType type, Element element) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!attribute.getName().equals("type") && !attribute.getName().startsWith("xmlns")) {
                Word word = word(type, attribute.getName(), true);
                settings.put(
                        word.setting(),
                        ValueSyntax.ofYesNo(document.at("@" + word.xml()), attribute.getValue(), word.inverted()));
            }
        }
    }

    private void child(GuestType type, Element child) {
        Word word = word(type, child.getLocalName(), false);
        if (settings.put(word.setting(), text(word, child)) != null) {
            throw document.wrong(word.xml(), "this is given twice", word.xml(), "once");
        }
    }

    private String text(Word word, Element child) {
        if (!XmlText.children(child).isEmpty()) {
            throw document.wrong(
                    word.xml(), "this holds elements", XmlText.children(child).size(), "text");
        }
        String text = child.getTextContent().strip();
        return switch (word.form()) {
            case NUMBER -> Long.toString(ValueSyntax.number(document.at(word.xml()), text));
            case HEX -> hex(word, text);
            default -> text.replaceAll("\\s", "");
        };
    }

    /** libvirt reads policies as hexadecimal, whatever they look like (domain_conf.c, virXPathULongHex). */
    private String hex(Word word, String text) {
        String value = ValueSyntax.hex(ValueSyntax.bareHex(document.at(word.xml()), text));
        if (text.length() > 1 && !text.startsWith("0x") && !text.startsWith("0X")) {
            notes.add(word.xml() + " " + text + " is hexadecimal in libvirt's XML: " + value + ".");
        }
        return value;
    }

    private Word word(GuestType type, String xml, boolean attribute) {
        List<Word> known = Word.of(type).stream()
                .filter(word -> word.inXml() && word.attribute() == attribute)
                .toList();
        return known.stream()
                .filter(word -> word.xml().equals(xml))
                .findFirst()
                .orElseThrow(() ->
                        unknown(xml, attribute, known.stream().map(Word::xml).toList()));
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
