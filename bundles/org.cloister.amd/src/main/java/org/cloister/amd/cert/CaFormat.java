// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * The fields of an AMD signing key's certificate (SEV API, 55766, appendix B): 64 bytes, then exponent, modulus and
 * signature, as long as the 64 bytes say.
 *
 * @param exponent its slot
 * @param modulus its slot
 * @param signature its slot, were it there
 */
record CaFormat(Slot exponent, Slot modulus, Slot signature) {
    static final int VERSION_1 = 1;
    static final int PREAMBLE = 0x40;
    static final Slot VERSION = new Slot("version", 0x00, 4, Notation.NUMBER, "version of the format");
    static final Slot KEY_ID = new Slot("key_id", 0x04, 16, Notation.BYTES, "identity of its key");
    static final Slot CERTIFYING_ID =
            new Slot("certifying_id", 0x14, 16, Notation.BYTES, "identity of the key that signed");
    static final Slot USAGE = new Slot("key_usage", 0x24, 4, Notation.HEX, "what its key is for");
    static final Slot EXPONENT_BITS =
            new Slot("pub_exp_size", 0x38, 4, Notation.NUMBER, "bits of the exponent's field");
    static final Slot MODULUS_BITS = new Slot("modulus_size", 0x3c, 4, Notation.NUMBER, "bits of the modulus");

    private static final List<Slot> FIXED = List.of(VERSION, KEY_ID, CERTIFYING_ID, USAGE, EXPONENT_BITS, MODULUS_BITS);
    private static final List<Long> SIZES = List.of(2048L, 4096L);

    /** Whether bytes begin as such a certificate does: with both sizes where they belong. */
    static boolean matches(Bytes bytes) {
        return bytes.length() >= PREAMBLE
                && SIZES.contains(EXPONENT_BITS.number(bytes))
                && SIZES.contains(MODULUS_BITS.number(bytes));
    }

    /** The fields of a certificate that begins with these bytes. */
    static CaFormat of(Bytes bytes, String name) {
        if (bytes.length() < PREAMBLE) {
            throw Problem.input(CertCodes.CERT_CA_LENGTH, "this is too short for a certificate of AMD's")
                    .at(name)
                    .found(bytes.length() + " bytes")
                    .expected("at least " + PREAMBLE + " bytes")
                    .exception();
        }
        return of(size(EXPONENT_BITS, bytes, name), size(MODULUS_BITS, bytes, name));
    }

    /** The fields of a certificate with numbers of so many bytes. */
    static CaFormat of(int exponentSize, int modulusSize) {
        Slot exponent = number("pub_exp", PREAMBLE, exponentSize, "exponent, the lowest byte first");
        Slot modulus = number("modulus", exponent.end(), modulusSize, "modulus, the lowest byte first");
        return new CaFormat(exponent, modulus, number("signature", modulus.end(), modulusSize, "signature"));
    }

    /** Where what is signed ends, and where the certificate ends that has lost its signature. */
    int signedSize() {
        return modulus.end();
    }

    int size() {
        return signature.end();
    }

    Layout layout(boolean signed) {
        List<Slot> all = new ArrayList<>(FIXED);
        all.addAll(List.of(exponent, modulus));
        Optional.of(signature).filter(slot -> signed).ifPresent(all::add);
        return new Layout("a certificate of AMD's signing keys", signed ? size() : signedSize(), all);
    }

    private static int size(Slot slot, Bytes bytes, String name) {
        long bits = slot.number(bytes);
        if (!SIZES.contains(bits)) {
            throw Problem.input(CertCodes.CERT_CA_SIZE, "a key of AMD's cannot have this size")
                    .at(String.format(Locale.ROOT, "%s, %s at offset 0x%x", name, slot.name(), slot.offset()))
                    .found(bits + " bits")
                    .expected("2048 or 4096 bits")
                    .exception();
        }
        return (int) bits / Byte.SIZE;
    }

    private static Slot number(String name, int offset, int size, String meaning) {
        return new Slot(name, offset, size, Notation.BYTES, meaning);
    }
}
