// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of a document. Immutable.
 *
 * @param namespace the name of its namespace; empty for none, as libvirt's own elements have it
 * @param name without a prefix
 * @param line of the document on which its start tag ends
 * @param attributes by name in their order, those of a namespace with their prefix
 * @param children in their order
 * @param text its own, without that of its children
 */
record XmlElement(
        String namespace,
        String name,
        int line,
        Map<String, String> attributes,
        List<XmlElement> children,
        String text) {
    XmlElement {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        children = List.copyOf(children);
    }

    /** An attribute, where it is given. */
    Optional<String> attribute(String key) {
        return Optional.ofNullable(attributes.get(key));
    }

    /** Whether text stands in it that is not blank. */
    boolean hasText() {
        return !text.isBlank();
    }
}
