// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * XML from strangers: no document type, so no entity can be declared, nothing is fetched, and size and depth are
 * limited.
 */
final class XmlText {
    private static final int MOST = 1 << 20;
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private XmlText() {}

    /**
     * The document's root.
     *
     * @throws org.cloister.api.CloisterException {@code xml.size}, {@code xml.syntax} with line and column
     */
    static XmlElement root(Image file) {
        if (file.content().length() > MOST) {
            throw Problem.input(DefinitionCodes.XML_SIZE, "this XML is too long")
                    .at(file.name())
                    .found(file.content().length() + " bytes")
                    .expected("at most " + MOST)
                    .exception();
        }
        XmlTree tree = new XmlTree();
        try {
            parser().parse(
                            new InputSource(
                                    new ByteArrayInputStream(file.content().toArray())),
                            tree);
        } catch (SAXParseException e) {
            throw syntax(file.name() + ", line " + e.getLineNumber() + ", column " + e.getColumnNumber(), e);
        } catch (SAXException | IOException e) {
            throw syntax(file.name(), e);
        } catch (ParserConfigurationException e) {
            throw Problem.host(DefinitionCodes.XML_PARSER, "this Java platform has no XML parser that can be made safe")
                    .exception(e);
        }
        return tree.root();
    }

    /** Text for an attribute in single quotes or an element. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;")
                .replace("\"", "&quot;");
    }

    private static SAXParser parser() throws ParserConfigurationException, SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setXIncludeAware(false);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature(NO_DOCTYPE, true);
        SAXParser parser = factory.newSAXParser();
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
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
}
