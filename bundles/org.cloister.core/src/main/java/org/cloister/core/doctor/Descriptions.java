// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.osgi.framework.Bundle;

/**
 * The component descriptions inside a bundle, which nobody else has read where the bundle is not active.
 *
 * @param components those that can be read
 * @param fault the first that cannot be read
 */
record Descriptions(List<ComponentDescription> components, Optional<Fault> fault) {
    private static final String HEADER = "Service-Component";

    static Descriptions of(Bundle bundle) {
        List<ComponentDescription> components = new ArrayList<>();
        Optional<Fault> fault = Optional.empty();
        for (String path : paths(bundle)) {
            Optional<Fault> wrong = read(bundle, path, components);
            fault = fault.or(() -> wrong);
        }
        return new Descriptions(components, fault);
    }

    /** Whether a bundle has components at all. */
    static boolean any(Bundle bundle) {
        return !paths(bundle).isEmpty();
    }

    static boolean provides(Bundle bundle, String service) {
        return of(bundle).components().stream()
                .anyMatch(component -> component.services().contains(service));
    }

    private static List<String> paths(Bundle bundle) {
        String header = bundle.getHeaders("").get(HEADER);
        return header == null || header.isBlank()
                ? List.of()
                : List.of(header.strip().split("\\s*,\\s*"));
    }

    /** The last part of a path may have an asterisk in it, which may stand for nothing. */
    private static Optional<Fault> read(Bundle bundle, String path, List<ComponentDescription> components) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        Enumeration<URL> found = bundle.findEntries(path.substring(0, slash + 1), name, false);
        if (found == null) {
            return name.contains("*") ? Optional.empty() : Optional.of(broken(path, "no such entry"));
        }
        Optional<Fault> fault = Optional.empty();
        for (URL entry : Collections.list(found)) {
            try {
                components.addAll(DescriptionReader.read(entry));
            } catch (IOException | XMLStreamException e) {
                String said =
                        e.getMessage() == null ? e.toString() : e.getMessage().replaceAll("\\s+", " ");
                fault = Optional.of(broken(entry.getPath().substring(1), said));
            }
        }
        return fault;
    }

    private static Fault broken(String path, String found) {
        return new Fault(
                Fault.Kind.DESCRIPTION,
                path,
                found,
                "XML as bnd or Tycho write it of @Component",
                "build the bundle anew");
    }
}
