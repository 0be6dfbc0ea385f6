// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

/** Codes of problems of definitions of guests for QEMU and libvirt; see {@link org.cloister.api.ProblemCodes}. */
final class DefinitionCodes {
    /** Input: an attribute of libvirt's XML is not what it has to be. */
    static final String LIBVIRT_ATTRIBUTE = "libvirt.attribute";

    /** Input: an element of libvirt's XML is missing, given twice, or not what it has to be. */
    static final String LIBVIRT_ELEMENT = "libvirt.element";

    /** Input: QEMU wants the position of the host's C-bit, and it is not known. */
    static final String QEMU_CBITPOS = "qemu.cbitpos";

    /** Input: a guest of type sev-snp has no flash for its firmware. */
    static final String QEMU_FLASH = "qemu.flash";

    /** Input: this JSON is none that is read here. */
    static final String QEMU_JSON = "qemu.json";

    /** Input: QEMU's object has no such key. */
    static final String QEMU_KEY = "qemu.key";

    /** Input: an option is too long. */
    static final String QEMU_LONG = "qemu.long";

    /** Input: this is no machine of QEMU's that is known. */
    static final String QEMU_MACHINE = "qemu.machine";

    /** Input: the machine names another object. */
    static final String QEMU_OBJECT = "qemu.object";

    /** Input: a part of an option has no value. */
    static final String QEMU_SYNTAX = "qemu.syntax";

    /** Input: a key is given twice. */
    static final String QEMU_TWICE = "qemu.twice";

    /** Input: this object is not a confidential guest of AMD's. */
    static final String QEMU_TYPE = "qemu.type";

    /** Input: QEMU or libvirt has no word for this. */
    static final String QEMU_UNSAID = "qemu.unsaid";

    /** Input: a key of QEMU's object has a value that it cannot have. */
    static final String QEMU_VALUE = "qemu.value";

    /** Host: this Java platform has no XML parser that can be made safe. */
    static final String XML_PARSER = "xml.parser";

    /** Input: this XML is too long. */
    static final String XML_SIZE = "xml.size";

    /** Input: this is not XML that is read here. */
    static final String XML_SYNTAX = "xml.syntax";

    private DefinitionCodes() {}
}
