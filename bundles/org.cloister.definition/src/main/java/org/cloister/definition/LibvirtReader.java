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
        return read(file, false);
    }

    /**
     * What the document of a guest asked for that a host launched. Its policy is taken as it stands: whether the host
     * took bits that have no meaning is no longer a question.
     *
     * @throws org.cloister.api.CloisterException as {@link #read}, but for a policy that no guest can have
     */
    public static LibvirtDomain readLaunched(Image file) {
        return read(file, true);
    }

    private static LibvirtDomain read(Image file, boolean launched) {
        XmlElement root = XmlText.root(file);
        if (root.name().equals(SECURITY) && root.namespace().isEmpty()) {
            LibvirtPlace place = new LibvirtPlace(file.name(), root.line(), SECURITY);
            return new LibvirtDomain(new LibvirtElement(root, place, launched).read(), Optional.empty());
        }
        if (!root.name().equals("domain") || !root.namespace().isEmpty()) {
            throw new LibvirtPlace(file.name(), root.line(), "")
                    .wrong("this is not a document of libvirt's", root.name(), "domain or " + SECURITY);
        }
        return new DomainReader(DomainContent.of(file.name(), root), launched).read();
    }
}
