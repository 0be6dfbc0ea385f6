// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;

/** Where one of the signatures of a SEV certificate lies. */
record SignatureSlots(Slot usage, Slot algorithm, Slot content) {
    /** The slots of signature 1 or 2. */
    static SignatureSlots at(int number, int offset) {
        String name = "sig_" + number;
        return new SignatureSlots(
                new Slot(name + "_usage", offset, 4, Notation.HEX, "key that signed"),
                new Slot(name + "_algo", offset + 4, 4, Notation.HEX, "algorithm of that key"),
                new Slot(name, offset + 8, CertificateSignature.SIZE, Notation.ZEROS, "signature " + number));
    }

    Stream<Slot> all() {
        return Stream.of(usage, algorithm, content);
    }

    CertificateSignature in(Bytes certificate) {
        return new CertificateSignature(
                KeyUsage.of(usage.number(certificate), usage.name()),
                KeyAlgorithm.of(algorithm.number(certificate), algorithm.name()),
                content.in(certificate));
    }

    void put(byte[] certificate, CertificateSignature signature) {
        usage.put(certificate, signature.usage().code());
        algorithm.put(certificate, signature.algorithm().code());
        content.put(certificate, signature.content());
    }

    void check(Bytes certificate, String name) {
        KeyUsage.of(usage.number(certificate), place(name, usage));
        KeyAlgorithm.of(algorithm.number(certificate), place(name, algorithm));
    }

    /** What its usage or algorithm says; empty for another slot. */
    Optional<String> meaning(Slot slot, Bytes certificate) {
        if (slot.equals(usage)) {
            return Optional.of(in(certificate).usage().meaning());
        }
        return slot.equals(algorithm) ? Optional.of(in(certificate).algorithm().toString()) : Optional.empty();
    }

    /** Its numbers; nothing when there is none. */
    Stream<Structure> show(Bytes certificate) {
        CertificateSignature signature = in(certificate);
        return signature.present()
                ? Stream.of(new Structure(content.meaning(), signature.fields(content.offset())))
                : Stream.empty();
    }

    Stream<Violation> violations(Bytes certificate) {
        return in(certificate).violations(content.offset()).stream();
    }

    private static String place(String name, Slot slot) {
        return String.format(Locale.ROOT, "%s, %s at offset 0x%x", name, slot.name(), slot.offset());
    }
}
