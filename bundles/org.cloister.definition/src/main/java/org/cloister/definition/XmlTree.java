// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Makes elements of what a parser reports, with their lines; refuses what lies too deep. */
final class XmlTree extends DefaultHandler {
    /** libvirt's own documents have about ten. */
    private static final int DEEPEST = 64;

    private final Deque<Open> open = new ArrayDeque<>();
    private Locator locator;
    private XmlElement root;

    /** An element whose end has not come. */
    private record Open(
            String namespace,
            String name,
            int line,
            Map<String, String> attributes,
            List<XmlElement> children,
            StringBuilder text) {}

    /** The document's root, once all of it was read. */
    XmlElement root() {
        return root;
    }

    @Override
    public void setDocumentLocator(Locator place) {
        locator = place;
    }

    @Override
    public void startElement(String namespace, String name, String prefixed, Attributes given)
            throws SAXParseException {
        if (open.size() == DEEPEST) {
            throw new SAXParseException("more than " + DEEPEST + " elements in each other", locator);
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < given.getLength(); i++) {
            attributes.put(given.getQName(i), given.getValue(i));
        }
        open.push(
                new Open(namespace, name, locator.getLineNumber(), attributes, new ArrayList<>(), new StringBuilder()));
    }

    @Override
    public void characters(char[] from, int start, int length) {
        open.peek().text().append(from, start, length);
    }

    @Override
    public void endElement(String namespace, String name, String prefixed) {
        Open ended = open.pop();
        XmlElement element = new XmlElement(
                ended.namespace(),
                ended.name(),
                ended.line(),
                ended.attributes(),
                ended.children(),
                ended.text().toString());
        if (open.isEmpty()) {
            root = element;
        } else {
            open.peek().children().add(element);
        }
    }

    @Override
    public void error(SAXParseException error) throws SAXParseException {
        throw error;
    }

    @Override
    public void fatalError(SAXParseException error) throws SAXParseException {
        throw error;
    }
}
