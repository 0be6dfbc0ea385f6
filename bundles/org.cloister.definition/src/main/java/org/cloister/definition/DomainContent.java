// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.api.NearestNames;
import org.cloister.api.Numbers;

/**
 * A domain held against {@link DomainTable}: what is read, by its path, and what is noted. Everything in it has a row,
 * and stands there once where one of it is enough.
 */
final class DomainContent {
    private static final String QEMU = "http://libvirt.org/schemas/domain/qemu/1.0";
    private static final String VCPU = "vcpus/vcpu";

    private final String file;
    private final Map<String, XmlElement> elements = new LinkedHashMap<>();
    private final List<XmlElement> vcpus = new ArrayList<>();
    private final Set<String> noted = new LinkedHashSet<>();

    private DomainContent(String file) {
        this.file = file;
    }

    /**
     * All of a domain.
     *
     * @throws org.cloister.api.CloisterException {@code libvirt.element}, {@code libvirt.attribute} with line and path
     */
    static DomainContent of(String file, XmlElement domain) {
        DomainContent content = new DomainContent(file);
        content.elements.put("", domain);
        content.requireNoText(domain, content.place(""));
        content.attributes(domain, "");
        content.children(domain, "");
        return content;
    }

    /** An element that is read, where it is given. */
    Optional<XmlElement> find(String path) {
        return Optional.ofNullable(elements.get(path));
    }

    /** The text of an element that is read, as it stands there. */
    Optional<String> text(String path) {
        return find(path).map(XmlElement::text);
    }

    /** An attribute that is read, where it is given. */
    Optional<String> attribute(String element, String name) {
        return find(element).flatMap(one -> one.attribute(name));
    }

    /** The vCPUs that are listed one by one. */
    List<XmlElement> vcpus() {
        return vcpus;
    }

    /** What is named in the note, by its paths. */
    Set<String> noted() {
        return noted;
    }

    /** Where something that is given stands, or its parent where it is not. */
    LibvirtPlace place(String path) {
        String element = path.contains("@") ? path.substring(0, Math.max(0, path.indexOf('@') - 1)) : path;
        String there = element;
        while (!elements.containsKey(there)) {
            there = there.substring(0, Math.max(0, there.lastIndexOf('/')));
        }
        return LibvirtPlace.of(file, elements.get(there), path);
    }

    /** A whole number in an element or attribute. */
    long number(LibvirtPlace place, String text, long least, long most) {
        String digits = text.strip();
        OptionalLong number = Numbers.isDigits(digits) ? Numbers.parse(digits, least, most) : OptionalLong.empty();
        return number.orElseThrow(
                () -> place.wrong("this is not a number in range", digits, least + " to " + most + ", decimal"));
    }

    private void children(XmlElement parent, String above) {
        for (XmlElement child : parent.children()) {
            String path = above.isEmpty() ? child.name() : above + "/" + child.name();
            LibvirtPlace place = LibvirtPlace.of(file, child, path);
            if (!child.namespace().isEmpty()) {
                throw foreign(place, child);
            }
            DomainRow row = DomainTable.find(path).orElseThrow(() -> unknown(place, above, child.name(), false));
            switch (row.use()) {
                case NOTED -> noted.add(path);
                case REFUSED ->
                    throw place.problem("this is not taken", child.name(), "nothing")
                            .remedy(row.meaning())
                            .exception();
                default -> take(row, child, place);
            }
        }
    }

    private void take(DomainRow row, XmlElement element, LibvirtPlace place) {
        String path = row.path();
        if (path.equals(VCPU)) {
            vcpus.add(element);
        } else if (elements.put(path, element) != null) {
            throw place.wrong("this is given twice", element.name(), "once");
        }
        if (path.equals(LibvirtReader.SECURITY)) {
            return;
        }
        if (row.use() == DomainRow.Use.HOLDS) {
            requireNoText(element, place);
        }
        if (!row.values().isEmpty()) {
            requireOne(row, place, element.text().strip());
        }
        attributes(element, path);
        children(element, path);
    }

    private void requireNoText(XmlElement element, LibvirtPlace place) {
        if (element.hasText()) {
            throw place.wrong("text stands between elements", element.text().strip(), "elements alone");
        }
    }

    private void attributes(XmlElement element, String path) {
        element.attributes().forEach((name, value) -> {
            LibvirtPlace place = LibvirtPlace.of(file, element, path).in(element, "@" + name);
            DomainRow row = DomainTable.find(place.path()).orElse(null);
            if (row == null || row.path().endsWith("*")) {
                throw unknown(place, path, name, true);
            }
            if (row.use() == DomainRow.Use.NOTED) {
                noted.add(place.path());
            } else if (!row.values().isEmpty()) {
                requireOne(row, place, value);
            }
        });
    }

    private static void requireOne(DomainRow row, LibvirtPlace place, String value) {
        if (!row.values().contains(value)) {
            throw place.problem("this value is not taken", value, String.join(" or ", row.values()))
                    .remedy(row.meaning())
                    .exception();
        }
    }

    private static RuntimeException unknown(LibvirtPlace place, String parent, String name, boolean attribute) {
        List<String> known = DomainTable.names(parent, attribute);
        String what = attribute ? "there is no such attribute that is known here" : "this element is not known here";
        return place.problem(what, name, known.isEmpty() ? "none" : "one of " + String.join(", ", known))
                .remedy("leave it out, as nobody here knows what guest it makes; " + NearestNames.offer(name, known))
                .exception();
    }

    /** Arguments of QEMU's own come last on its command line, and change whatever libvirt wrote before. */
    private static RuntimeException foreign(LibvirtPlace place, XmlElement element) {
        if (!element.namespace().equals(QEMU)) {
            return place.problem("this is not libvirt's", element.namespace(), "elements of libvirt's own")
                    .remedy("leave it out")
                    .exception();
        }
        String name = "qemu:" + element.name();
        return new LibvirtPlace(place.file(), place.line(), name)
                .problem("what is handed to QEMU as it is can make another guest", name, "elements of libvirt's own")
                .remedy(
                        "say it in libvirt's own elements, the protection in <launchSecurity>; or give QEMU's words with"
                                + " --object and --machine")
                .exception();
    }
}
