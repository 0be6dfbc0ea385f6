// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** The fields of a SEV certificate (SEV API, 55766, appendix C, "SEV certificate"). */
final class SevCertificateFormat {
    static final int VERSION_1 = 1;
    static final Slot VERSION = new Slot("version", 0x000, 4, Notation.NUMBER, "version of the format");
    static final Slot API_MAJOR = new Slot("api_major", 0x004, 1, Notation.NUMBER, "API that made it, major version");
    static final Slot API_MINOR = new Slot("api_minor", 0x005, 1, Notation.NUMBER, "API that made it, minor version");
    static final Slot KEY_USAGE = new Slot("pub_key_usage", 0x008, 4, Notation.HEX, "what its key is for");
    static final Slot KEY_ALGO = new Slot("pub_key_algo", 0x00c, 4, Notation.HEX, "algorithm of its key");
    static final Slot KEY = new Slot("pub_key", 0x010, EcKey.SIZE, Notation.ZEROS, "its key");
    static final SignatureSlots FIRST = SignatureSlots.at(1, 0x414);
    static final SignatureSlots SECOND = SignatureSlots.at(2, 0x61c);
    static final List<SignatureSlots> SIGNATURES = List.of(FIRST, SECOND);

    private static final List<Slot> BODY = List.of(VERSION, API_MAJOR, API_MINOR, KEY_USAGE, KEY_ALGO, KEY);

    static final Layout LAYOUT = new Layout(
            "a SEV certificate",
            SevCertificate.SIZE,
            Stream.concat(BODY.stream(), SIGNATURES.stream().flatMap(SignatureSlots::all))
                    .toList());

    private SevCertificateFormat() {}

    static void check(Bytes raw, String name) {
        LAYOUT.requireSize(raw.length(), CertCodes.CERT_LENGTH, name);
        if (VERSION.number(raw) != VERSION_1) {
            throw Problem.input(CertCodes.CERT_VERSION, "this version of a SEV certificate is not known")
                    .at(name + ", version at offset 0x0")
                    .found(VERSION.number(raw))
                    .expected(VERSION_1)
                    .exception();
        }
        KeyUsage.of(KEY_USAGE.number(raw), name + ", pub_key_usage at offset 0x8");
        KeyAlgorithm.of(KEY_ALGO.number(raw), name + ", pub_key_algo at offset 0xc");
        SIGNATURES.forEach(slots -> slots.check(raw, name));
    }

    static Structure show(SevCertificate certificate) {
        String kind = "SEV certificate of the " + certificate.usage().meaning() + " (" + certificate.usage() + ")";
        return new Structure(
                kind,
                LAYOUT.fields(certificate.raw(), 0, slot -> meaning(certificate, slot)),
                Stream.concat(key(certificate), SIGNATURES.stream().flatMap(slots -> slots.show(certificate.raw())))
                        .toList());
    }

    private static Stream<Structure> key(SevCertificate certificate) {
        return switch (certificate.algorithm().kind()) {
            case ECDSA, ECDH -> Stream.of(certificate.ecKey().show(KEY.offset()));
            case RSA -> Stream.of(RsaKeyFormat.show(certificate.key(), KEY.offset()));
            case NONE -> Stream.empty();
        };
    }

    private static String meaning(SevCertificate certificate, Slot slot) {
        if (slot.equals(KEY_USAGE)) {
            return certificate.usage().meaning();
        }
        if (slot.equals(KEY_ALGO)) {
            return certificate.algorithm().toString();
        }
        return SIGNATURES.stream()
                .flatMap(slots -> slots.meaning(slot, certificate.raw()).stream())
                .findFirst()
                .orElse(slot.meaning());
    }
}
