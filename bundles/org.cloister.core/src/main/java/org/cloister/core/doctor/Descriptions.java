// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The component descriptions inside a bundle, which nobody else has read where the bundle is not active.
 *
 * @param components those that can be read
 * @param fault the first that cannot be read
 */
record Descriptions(List<ComponentDescription> components, Optional<Fault> fault) {
    private static final String HEADER = "Service-Component";

    /** Of revisions that are there, which never change. */
    private static final Map<BundleRevision, Descriptions> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Those of a bundle, read once: Equinox keeps the file of a bundle open, and with it the bundle, that is looked
     * into while it is uninstalled.
     */
    static Descriptions of(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        Descriptions known = revision == null ? null : KNOWN.get(revision);
        if (known != null) {
            return known;
        }
        Descriptions read = read(bundle);
        // What cannot be read may just be on its way out
        if (revision != null && read.fault().isEmpty()) {
            KNOWN.put(revision, read);
        }
        return read;
    }

    private static Descriptions read(Bundle bundle) {
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
        List<URL> found = entries(bundle, path.substring(0, slash + 1), name);
        if (found.isEmpty()) {
            return name.contains("*") ? Optional.empty() : Optional.of(broken(path, "no such entry"));
        }
        Optional<Fault> fault = Optional.empty();
        for (URL entry : found) {
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

    /**
     * The files in a folder of a bundle. Looked for by hand, as findEntries has the framework resolve the bundle, and
     * Equinox starts one of lazy activation then.
     */
    private static List<URL> entries(Bundle bundle, String folder, String name) {
        Enumeration<String> paths = bundle.getEntryPaths(folder.isEmpty() ? "/" : folder);
        if (paths == null) {
            return List.of();
        }
        Pattern wanted = Pattern.compile(
                Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*")));
        return Collections.list(paths).stream()
                .filter(path -> wanted.matcher(path.substring(path.lastIndexOf('/') + 1))
                        .matches())
                .map(bundle::getEntry)
                .filter(Objects::nonNull)
                .toList();
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
