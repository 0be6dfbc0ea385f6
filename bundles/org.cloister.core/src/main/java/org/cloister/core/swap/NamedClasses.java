// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * The classes that a bundle names for others to start it by: its activator, and what its components are made of (DS
 * 112.4).
 */
final class NamedClasses {
    private static final String SERVICE_COMPONENT = "Service-Component";

    private final Bundle bundle;

    NamedClasses(Bundle bundle) {
        this.bundle = bundle;
    }

    /**
     * Loads them, once the bundle is resolved. That runs nothing of them, and shows why they could not be run.
     *
     * @throws CloisterException {@code swap.component} for a description that cannot be read, {@code swap.class}
     */
    void requireLoadable() {
        header(Constants.BUNDLE_ACTIVATOR).ifPresent(this::load);
        header(SERVICE_COMPONENT).ifPresent(header -> {
            for (String path : header.split(",")) {
                descriptions(path.strip())
                        .forEach(description -> implementations(description).forEach(this::load));
            }
        });
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(bundle.getHeaders("").get(name)).map(String::strip);
    }

    /** The last part of a path may have an asterisk in it, which may stand for nothing. */
    private List<URL> descriptions(String path) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        Enumeration<URL> found = bundle.findEntries(path.substring(0, slash + 1), name, false);
        if (found == null && !name.contains("*")) {
            throw broken(path, "no such entry").exception();
        }
        return found == null ? List.of() : Collections.list(found);
    }

    private List<String> implementations(URL description) {
        List<String> names = new ArrayList<>();
        try (InputStream in = description.openStream()) {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("implementation")) {
                    Optional.ofNullable(xml.getAttributeValue(null, "class"))
                            .map(String::strip)
                            .ifPresent(names::add);
                }
            }
            return names;
        } catch (IOException | XMLStreamException e) {
            String said = e.getMessage() == null ? e.toString() : e.getMessage().replaceAll("\\s+", " ");
            throw broken(description.getPath().substring(1), said).exception();
        }
    }

    /** Nothing beyond the text itself is read. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private Problem broken(String path, String found) {
        return Problem.operation(
                        CoreCodes.SWAP_COMPONENT,
                        "a component's description cannot be read; nothing of the bundle was run")
                .at(name() + ": " + path)
                .found(found)
                .expected("XML as bnd or Tycho write it of @Component")
                .remedy("build the bundle anew");
    }

    private void load(String name) {
        try {
            // Who makes an object of it asks for these; what they need has to be there too
            bundle.loadClass(name).getDeclaredConstructors();
        } catch (ClassNotFoundException | LinkageError e) {
            throw Unloadable.problem(name(), name, e);
        }
    }

    private String name() {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
