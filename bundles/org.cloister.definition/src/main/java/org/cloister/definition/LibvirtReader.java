// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.guest.Image;
import org.w3c.dom.Element;

/**
 * Reads libvirt's {@code <launchSecurity>}, alone or in a {@code <domain>}, and the older way through
 * {@code <qemu:arg>} (libvirt, formatdomain, "Launch Security").
 */
public final class LibvirtReader {
    private static final Optional<String> QEMU = Optional.of("http://libvirt.org/schemas/domain/qemu/1.0");
    private static final String SECURITY = "launchSecurity";
    private static final int MOST_ARGUMENTS = 1024;

    private final LibvirtPlace document;

    private LibvirtReader(LibvirtPlace document) {
        this.document = document;
    }

    /**
     * What a document asks for.
     *
     * @throws org.cloister.api.CloisterException {@code xml…} when it cannot be read, {@code libvirt…} naming the
     *     element or attribute that is wrong, {@code qemu…} for one in an argument of QEMU's
     */
    public static LaunchSecurity read(Image file) {
        return new LibvirtReader(new LibvirtPlace(file.name())).document(XmlText.root(file));
    }

    private LaunchSecurity document(Element root) {
        if (root.getLocalName().equals(SECURITY)) {
            return new LibvirtElement(document).read(root);
        }
        if (!root.getLocalName().equals("domain")) {
            throw document.wrong(
                    "root", "this is not a document of libvirt's", root.getLocalName(), "domain or " + SECURITY);
        }
        List<Element> found = XmlText.children(root, Optional.empty(), SECURITY);
        if (found.size() > 1) {
            throw document.wrong(SECURITY, "a domain has one of these", found.size(), "1");
        }
        LaunchSecurity security = found.isEmpty() ? arguments(root) : new LibvirtElement(document).read(found.get(0));
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
                    throw Flash.refusal(document.at("os/loader@type"), "pflash", "<loader type='rom' stateless='yes'>");
                });
    }

    /** Before libvirt knew the element, its arguments were handed to QEMU as they are. */
    private LaunchSecurity arguments(Element domain) {
        List<String> all = arguments(domain, QEMU);
        List<String> objects = after("-object", all);
        if (objects.isEmpty()) {
            throw document.wrong(
                    "domain", "this domain asks for no protection", "neither", SECURITY + ", or qemu:arg -object");
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
        return IntStream.range(1, arguments.size())
                .filter(i -> arguments.get(i - 1).equals(option))
                .mapToObj(arguments::get)
                .toList();
    }
}
