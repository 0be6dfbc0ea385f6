// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.cloister.amd.der.DerWriter.ia5;
import static org.cloister.amd.der.DerWriter.joined;
import static org.cloister.amd.der.DerWriter.oid;
import static org.cloister.amd.der.DerWriter.sequence;
import static org.cloister.amd.der.DerWriter.set;
import static org.cloister.amd.der.DerWriter.tagged;
import static org.cloister.amd.der.DerWriter.utf8;
import static org.cloister.softsev.attest.SignedForm.extension;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.cloister.amd.x509.CertificateRole;

/** Whose names are in certificates and lists. Whatever they are, each certificate says that it is emulated. */
enum NameForm {
    /** That nobody takes them for AMD's: common names are those that AMD's certificates of the same role have. */
    OWN {
        @Override
        byte[] name(String commonName) {
            return sequence(
                    attribute("2.5.4.11", utf8("Emulated, protects nothing")),
                    attribute("2.5.4.10", utf8("Cloister software platform, not AMD")),
                    attribute("2.5.4.3", utf8(commonName)));
        }

        @Override
        BigInteger serial(long number) {
            return BigInteger.valueOf(number);
        }

        @Override
        byte[] extensions(CertificateRole role, String product) {
            return new byte[0];
        }
    },

    /**
     * What verifiers that know AMD's names alone look for: name, place, and where AMD's revocation lists are, which say
     * nothing of these (AMD 57230). Serial numbers begin with the word emulated, and a comment says it, which OpenSSL
     * prints.
     */
    AMDS {
        @Override
        byte[] name(String commonName) {
            return sequence(
                    attribute("2.5.4.11", utf8("Engineering")),
                    attribute("2.5.4.6", printable("US")),
                    attribute("2.5.4.7", utf8("Santa Clara")),
                    attribute("2.5.4.8", utf8("CA")),
                    attribute("2.5.4.10", utf8("Advanced Micro Devices")),
                    attribute("2.5.4.3", utf8(commonName)));
        }

        @Override
        BigInteger serial(long number) {
            BigInteger word = new BigInteger(1, "emulated".getBytes(StandardCharsets.US_ASCII));
            return word.shiftLeft(NUMBER_BITS).add(BigInteger.valueOf(number));
        }

        @Override
        byte[] extensions(CertificateRole role, String product) {
            byte[] comment = extension(COMMENT, ia5("Emulated by Cloister, protects nothing, not AMD's"));
            return switch (role) {
                case ARK, ASK -> joined(revocations("vcek", product), comment);
                case ASVK -> joined(revocations("vlek", product), comment);
                case VCEK, VLEK -> comment;
            };
        }
    };

    private static final int NUMBER_BITS = 24;
    private static final String COMMENT = "2.16.840.1.113730.1.13";
    private static final String REVOCATIONS = "2.5.29.31";
    private static final int PRINTABLE = 0x13;
    private static final int URI = 0x86;

    /** A distinguished name. */
    abstract byte[] name(String commonName);

    /** A serial number. */
    abstract BigInteger serial(long number);

    /** What certificates of a role have besides. */
    abstract byte[] extensions(CertificateRole role, String product);

    private static byte[] attribute(String type, byte[] value) {
        return set(sequence(oid(type), value));
    }

    private static byte[] printable(String text) {
        return element(PRINTABLE, text);
    }

    // A full name within a distribution point (RFC 5280, 4.2.1.13).
    private static byte[] revocations(String key, String product) {
        String address = "https://kdsintf.amd.com/" + key + "/v1/" + product + "/crl";
        return extension(REVOCATIONS, sequence(sequence(tagged(0, tagged(0, element(URI, address))))));
    }

    private static byte[] element(int tag, String text) {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        return joined(new byte[] {(byte) tag, (byte) content.length}, content);
    }
}
