// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** XML from strangers: no document type, so no entity can be declared, nothing is fetched, and the size is limited. */
final class XmlText {
    private static final int MOST = 1 << 20;
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private XmlText() {}

    /**
     * The document's root.
     *
     * @throws org.cloister.api.CloisterException {@code xml.size}, {@code xml.syntax} with line and column
     */
    static Element root(Image file) {
        if (file.content().length() > MOST) {
            throw Problem.input(DefinitionCodes.XML_SIZE, "this XML is too long")
                    .at(file.name())
                    .found(file.content().length() + " bytes")
                    .expected("at most " + MOST)
                    .exception();
        }
        try {
            InputSource source =
                    new InputSource(new ByteArrayInputStream(file.content().toArray()));
            return parser().parse(source).getDocumentElement();
        } catch (SAXParseException e) {
            throw syntax(file.name() + ", line " + e.getLineNumber() + ", column " + e.getColumnNumber(), e);
        } catch (SAXException | IOException e) {
            throw syntax(file.name(), e);
        } catch (ParserConfigurationException e) {
            throw Problem.host(DefinitionCodes.XML_PARSER, "this Java platform has no XML parser that can be made safe")
                    .exception(e);
        }
    }

    /** Child elements of a name, in any namespace or one. */
    static List<Element> children(Element parent, Optional<String> namespace, String name) {
        return children(parent).stream()
                .filter(child -> name.equals(child.getLocalName()))
                .filter(child -> namespace.isEmpty() || namespace.get().equals(child.getNamespaceURI()))
                .toList();
    }

    static List<Element> children(Element parent) {
        List<Element> elements = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i).getNodeType() == Node.ELEMENT_NODE) {
                elements.add((Element) nodes.item(i));
            }
        }
        return elements;
    }

    /** Text for an attribute in single quotes or an element. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;")
                .replace("\"", "&quot;");
    }

    private static DocumentBuilder parser() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature(NO_DOCTYPE, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        DocumentBuilder parser = factory.newDocumentBuilder();
        parser.setErrorHandler(new Silent());
        return parser;
    }

    private static RuntimeException syntax(String where, Exception cause) {
        return Problem.input(DefinitionCodes.XML_SYNTAX, "this is not XML that is read here")
                .at(where)
                .found(cause.getMessage())
                .expected("well-formed XML without a document type")
                .remedy("fix the file at this place; virsh dumpxml writes such XML")
                .exception(cause);
    }

    /** The JDK's own handler writes to the error stream. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException warning) {
            // Nothing that hinders reading
        }

        @Override
        public void error(SAXParseException error) throws SAXException {
            throw error;
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }
}
