// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * A place in a document of libvirt's. Immutable.
 *
 * @param file the document's name
 * @param line counted from 1
 * @param path of the element or attribute, below the root: {@code os/loader}, {@code os/loader/@type}
 */
record LibvirtPlace(String file, int line, String path) {
    static LibvirtPlace of(String file, XmlElement element, String path) {
        return new LibvirtPlace(file, element.line(), path);
    }

    /** Something in it: an element, or an attribute as {@code @name}. */
    LibvirtPlace in(XmlElement element, String name) {
        return new LibvirtPlace(file, element.line(), path.isEmpty() ? name : path + "/" + name);
    }

    /** For people. */
    String text() {
        return file + ", line " + line + (path.isEmpty() ? "" : ", " + path);
    }

    /** Does what may refuse what stands here, by the name that it has elsewhere. */
    void check(Runnable check) {
        try {
            check.run();
        } catch (CloisterException refused) {
            throw refused.problem().at(text()).exception(refused);
        }
    }

    RuntimeException wrong(String what, Object found, String expected) {
        return problem(what, found, expected)
                .remedy("see libvirt's 'Domain XML format'")
                .exception();
    }

    Problem problem(String what, Object found, String expected) {
        boolean attribute = path.contains("@");
        return Problem.input(attribute ? DefinitionCodes.LIBVIRT_ATTRIBUTE : DefinitionCodes.LIBVIRT_ELEMENT, what)
                .at(text())
                .found(found)
                .expected(expected);
    }
}
