// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.qemu;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.GuestType;

/**
 * What the three languages call one setting: this project, QEMU's objects (qapi/qom.json), libvirt's XML
 * (formatdomain). One row each; a word that a language lacks is empty.
 */
enum Word {
    CBITPOS(Where.BOTH, Form.NUMBER, "cbitpos", "cbitpos", "cbitpos"),
    REDUCED_PHYS_BITS(Where.BOTH, Form.NUMBER, "reduced-phys-bits", "reduced-phys-bits", "reducedPhysBits"),
    POLICY(Where.BOTH, Form.HEX, "policy", "policy", "policy"),
    KERNEL_HASHES(Where.BOTH, Form.SWITCH, "kernel-hashes", "kernel-hashes", "@kernelHashes"),
    HANDLE(Where.SEV, Form.HEX, "handle", "handle", ""),
    DH_CERT(Where.SEV, Form.FILE, "dh-cert", "dh-cert-file", "dhCert"),
    SESSION(Where.SEV, Form.FILE, "session", "session-file", "session"),
    LEGACY_VM_TYPE(Where.SEV, Form.PROFILE, "profile", "legacy-vm-type", ""),
    WORKAROUNDS(
            Where.SNP, Form.TEXT, "guest-visible-workarounds", "guest-visible-workarounds", "guestVisibleWorkarounds"),
    ID_BLOCK(Where.SNP, Form.TEXT, "id-block", "id-block", "idBlock"),
    ID_AUTH(Where.SNP, Form.TEXT, "id-auth", "id-auth", "idAuth"),
    HOST_DATA(Where.SNP, Form.TEXT, "host-data", "host-data", "hostData"),
    AUTHOR_KEY(Where.SNP, Form.SWITCH, "author-key-enabled", "author-key-enabled", "@authorKey"),
    VCEK_DISABLED(Where.SNP, Form.SWITCH, "vcek-disabled", "vcek-disabled", "@!vcek");

    private final Where where;
    private final Form form;
    private final String setting;
    private final String qemu;
    private final String xml;

    Word(Where where, Form form, String setting, String qemu, String xml) {
        this.where = where;
        this.form = form;
        this.setting = setting;
        this.qemu = qemu;
        this.xml = xml;
    }

    /** Which guest types have it. */
    private enum Where {
        SEV,
        SNP,
        BOTH
    }

    /** What its values look like. */
    enum Form {
        /** Handed on as it is. */
        TEXT,
        /** A number, decimal or hexadecimal; decimal here. */
        NUMBER,
        /** The same; hexadecimal here. */
        HEX,
        /** {@code on|off}; {@code yes|no} in XML. */
        SWITCH,
        /** The name of a file in QEMU's words, its content in the others'. */
        FILE,
        /** {@code on|off|auto} for QEMU, a profile's name here. */
        PROFILE
    }

    static List<Word> of(GuestType type) {
        Where other = type.equals(SnpPlanner.TYPE) ? Where.SEV : Where.SNP;
        return Arrays.stream(values()).filter(word -> word.where != other).toList();
    }

    static Optional<Word> ofQemu(String name, boolean snp) {
        return of(snp ? SnpPlanner.TYPE : SevPlanner.SEV).stream()
                .filter(word -> word.qemu.equals(name))
                .findFirst();
    }

    Form form() {
        return form;
    }

    /** Its name here. */
    String setting() {
        return setting;
    }

    /** Its name in QEMU's objects. */
    String qemu() {
        return qemu;
    }

    boolean inXml() {
        return !xml.isEmpty();
    }

    boolean attribute() {
        return xml.startsWith("@");
    }

    /** Whether libvirt's word means the opposite. */
    boolean inverted() {
        return xml.startsWith("@!");
    }

    /** The name of its element or attribute. */
    String xml() {
        return xml.replaceFirst("^@!?", "");
    }
}
