// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the components out of one description (OSGi Compendium 112.8). Nothing beyond the text itself is read. */
final class DescriptionReader {
    private static final String COMPONENT = "component";
    private static final String RANKING = "service.ranking";

    private final List<ComponentDescription> components = new ArrayList<>();
    private String implementation = "";
    private List<String> services = new ArrayList<>();
    private OptionalInt ranking = OptionalInt.empty();

    private DescriptionReader() {}

    static List<ComponentDescription> read(URL description) throws IOException, XMLStreamException {
        DescriptionReader reader = new DescriptionReader();
        try (InputStream in = description.openStream()) {
            XMLStreamReader xml = factory().createXMLStreamReader(in);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamReader.START_ELEMENT) {
                    reader.begins(xml);
                } else if (event == XMLStreamReader.END_ELEMENT
                        && xml.getLocalName().equals(COMPONENT)) {
                    reader.ends();
                }
            }
        }
        return reader.components;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private void begins(XMLStreamReader xml) throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "implementation" -> implementation = attribute(xml, "class");
            case "provide" -> services.add(attribute(xml, "interface"));
            case "property" -> {
                if (attribute(xml, "name").equals(RANKING)) {
                    ranking = number(xml);
                }
            }
            default -> {
                // Says nothing of these
            }
        }
    }

    /** The value is an attribute, or the element's text. */
    private static OptionalInt number(XMLStreamReader xml) throws XMLStreamException {
        String value = attribute(xml, "value");
        try {
            return OptionalInt.of(
                    Integer.parseInt(value.isEmpty() ? xml.getElementText().strip() : value));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value.strip();
    }

    private void ends() {
        components.add(new ComponentDescription(implementation, services, ranking));
        implementation = "";
        services = new ArrayList<>();
        ranking = OptionalInt.empty();
    }
}
