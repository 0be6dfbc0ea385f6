// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import org.cloister.api.Problem;

/**
 * Where something is wrong in a document of libvirt's.
 *
 * @param file the document's name
 */
record LibvirtPlace(String file) {

    /** An element, or an attribute as {@code @name}. */
    String at(String where) {
        return file + ", " + where;
    }

    RuntimeException wrong(String where, String what, Object found, String expected) {
        return problem(where, what, found, expected)
                .remedy("see formatdomain of libvirt, Launch Security")
                .exception();
    }

    Problem problem(String where, String what, Object found, String expected) {
        boolean attribute = where.startsWith("@");
        return Problem.input(attribute ? DefinitionCodes.LIBVIRT_ATTRIBUTE : DefinitionCodes.LIBVIRT_ELEMENT, what)
                .at(at(where))
                .found(found)
                .expected(expected);
    }
}
