package org.cloister.amd.qemu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.names.NearestNames;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/**
 * Reads libvirt's {@code <launchSecurity>}, alone or in a {@code <domain>}, and the older way through {@code <qemu:arg>} (libvirt,
 * formatdomain, "Launch Security").
 */
public final class LibvirtReader {
    private static final Optional<String> QEMU = Optional.of("http://libvirt.org/schemas/domain/qemu/1.0");
    private static final String SECURITY = "launchSecurity";
    private static final int MOST_ARGUMENTS = 1024;

    private final String name;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private LibvirtReader(String name) {
        this.name = name;
    }

    /**
     * What a document asks for.
     *
     * @throws org.cloister.api.CloisterException {@code xml…} when it cannot be read, {@code libvirt…} naming the element or attribute
     *     that is wrong, {@code qemu…} for one in an argument of QEMU's
     */
    public static LaunchSecurity read(Image file) {
        return new LibvirtReader(file.name()).document(XmlText.root(file));
    }

    private LaunchSecurity document(Element root) {
        if (root.getLocalName().equals(SECURITY)) {
            return security(root);
        }
        if (!root.getLocalName().equals("domain")) {
            throw wrong("root", "this is no document of libvirt's", root.getLocalName(), "domain or " + SECURITY);
        }
        List<Element> found = XmlText.children(root, Optional.empty(), SECURITY);
        if (found.size() > 1) {
            throw wrong(SECURITY, "a domain has one of these", found.size(), "1");
        }
        LaunchSecurity security = found.isEmpty() ? arguments(root) : security(found.get(0));
        if (security.type().equals(SnpPlanner.TYPE)) {
            XmlText.children(root, Optional.empty(), "os").forEach(this::refuseFlash);
            after("-drive", arguments(root, QEMU))
                    .forEach(drive -> Flash.refuse("-drive", QemuOption.parse("-drive", drive)));
        }
        return security;
    }

    private void refuseFlash(Element os) {
        XmlText.children(os, Optional.empty(), "loader").stream()
                .filter(loader -> loader.getAttribute("type").equals("pflash"))
                .findFirst()
                .ifPresent(loader -> {
                    throw Flash.refusal(place("os/loader@type"), "pflash", "<loader type='rom' stateless='yes'>");
                });
    }

    /** Before libvirt knew the element, its arguments were handed to QEMU as they are. */
    private LaunchSecurity arguments(Element domain) {
        List<String> all = arguments(domain, QEMU);
        List<String> objects = after("-object", all);
        if (objects.isEmpty()) {
            throw wrong("domain", "this domain asks for no protection", "neither", SECURITY + ", or qemu:arg -object");
        }
        return QemuReader.read(objects, after("-machine", all).stream().findFirst());
    }

    private static List<String> arguments(Element domain, Optional<String> namespace) {
        return XmlText.children(domain, namespace, "commandline").stream()
                .flatMap(line -> XmlText.children(line, namespace, "arg").stream())
                .limit(MOST_ARGUMENTS)
                .map(argument -> argument.getAttribute("value"))
                .toList();
    }

    private static List<String> after(String option, List<String> arguments) {
        return java.util.stream.IntStream.range(1, arguments.size())
                .filter(i -> arguments.get(i - 1).equals(option))
                .mapToObj(arguments::get)
                .toList();
    }

    private LaunchSecurity security(Element element) {
        String kind = element.getAttribute("type");
        GuestType first = switch (kind) {
            case "sev" -> SevPlanner.SEV;
            case "sev-snp" -> SnpPlanner.TYPE;
            default -> throw wrong("@type", "this is no type of AMD's", kind, "sev or sev-snp");
        };
        attributes(first, element);
        XmlText.children(element).forEach(child -> child(first, child));
        boolean snp = first.equals(SnpPlanner.TYPE);
        if (!snp && !settings.containsKey(Word.POLICY.setting())) {
            throw wrong("policy", "libvirt demands a policy for sev", "none", "<policy>0x1</policy>");
        }
        // libvirt leaves legacy-vm-type to QEMU, whose default for it is the legacy launch
        Map<String, String> fallbacks = snp ? Map.of() : Map.of(Word.LEGACY_VM_TYPE.setting(), "legacy");
        return new LaunchSecurity(snp ? first : sevType(), settings, Map.of(), fallbacks, notes);
    }

    private GuestType sevType() {
        long policy = Value.number(place("policy"), settings.get(Word.POLICY.setting()));
        return SevPolicyBit.ES.in(policy) ? SevPlanner.SEV_ES : SevPlanner.SEV;
    }

    private void attributes(GuestType type, Element element) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!attribute.getName().equals("type") && !attribute.getName().startsWith("xmlns")) {
                Word word = word(type, attribute.getName(), true);
                settings.put(
                        word.setting(), Value.ofYesNo(place("@" + word.xml()), attribute.getValue(), word.inverted()));
            }
        }
    }

    private void child(GuestType type, Element child) {
        Word word = word(type, child.getLocalName(), false);
        if (settings.put(word.setting(), text(word, child)) != null) {
            throw wrong(word.xml(), "this is given twice", word.xml(), "once");
        }
    }

    private String text(Word word, Element child) {
        if (!XmlText.children(child).isEmpty()) {
            throw wrong(
                    word.xml(), "this holds elements", XmlText.children(child).size(), "text");
        }
        String text = child.getTextContent().strip();
        return switch (word.form()) {
            case NUMBER -> Long.toString(Value.number(place(word.xml()), text));
            case HEX -> hex(word, text);
            default -> text.replaceAll("\\s", "");
        };
    }

    /** libvirt reads policies as hexadecimal, whatever they look like (domain_conf.c, virXPathULongHex). */
    private String hex(Word word, String text) {
        String value = Value.hex(Value.bareHex(place(word.xml()), text));
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
        return problem(
                        (attribute ? "@" : "") + xml,
                        "launchSecurity has no such " + (attribute ? "attribute" : "element"),
                        xml,
                        "one of " + String.join(", ", known))
                .remedy(NearestNames.offer(xml, known))
                .exception();
    }

    private RuntimeException wrong(String where, String what, Object found, String expected) {
        return problem(where, what, found, expected)
                .remedy("see formatdomain of libvirt, Launch Security")
                .exception();
    }

    private Problem problem(String where, String what, Object found, String expected) {
        return Problem.input("libvirt." + (where.startsWith("@") ? "attribute" : "element"), what)
                .at(place(where))
                .found(found)
                .expected(expected);
    }

    private String place(String where) {
        return name + ", " + where;
    }
}
