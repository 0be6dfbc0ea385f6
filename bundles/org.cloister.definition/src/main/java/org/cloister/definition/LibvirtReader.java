// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Optional;
import org.cloister.api.guest.Image;

/**
 * Reads libvirt's {@code <domain>} whole, or a {@code <launchSecurity>} alone (libvirt, "Domain XML format"). What is
 * not taken is refused with its line: a part that was left out would make another guest.
 */
public final class LibvirtReader {
    static final String SECURITY = "launchSecurity";

    private LibvirtReader() {}

    /**
     * What a document asks for.
     *
     * @throws org.cloister.api.CloisterException {@code xml…} when it cannot be read; {@code libvirt…}, {@code qemu…}
     *     or as a setting is refused, naming line and path of what is wrong
     */
    public static LibvirtDomain read(Image file) {
        XmlElement root = XmlText.root(file);
        if (root.name().equals(SECURITY) && root.namespace().isEmpty()) {
            LibvirtPlace place = new LibvirtPlace(file.name(), root.line(), SECURITY);
            return new LibvirtDomain(new LibvirtElement(root, place).read(), Optional.empty());
        }
        if (!root.name().equals("domain") || !root.namespace().isEmpty()) {
            throw new LibvirtPlace(file.name(), root.line(), "")
                    .wrong("this is not a document of libvirt's", root.name(), "domain or " + SECURITY);
        }
        return new DomainReader(DomainContent.of(file.name(), root)).read();
    }
}
