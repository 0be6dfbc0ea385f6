// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.List;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;

/** A public key for RSA in a SEV certificate: 1028 bytes (SEV API, 55766, appendix C, "RSA public key"). */
final class RsaKeyFormat {
    private static final int MOST = 512;
    private static final Slot BITS = new Slot("modulus_size", 0x000, 4, Notation.NUMBER, "bits of the modulus");
    private static final Slot EXPONENT =
            new Slot("pub_exp", 0x004, MOST, Notation.BYTES, "exponent, the lowest byte first");
    private static final Slot MODULUS =
            new Slot("modulus", 0x204, MOST, Notation.BYTES, "modulus, the lowest byte first");
    private static final Layout LAYOUT =
            new Layout("a public key for RSA", EcKey.SIZE, List.of(BITS, EXPONENT, MODULUS));

    private RsaKeyFormat() {}

    static Bytes write(RsaKey key) {
        byte[] image = new byte[EcKey.SIZE];
        BITS.put(image, key.modulus().bitLength());
        EXPONENT.put(image, ReversedNumber.littleEndian(key.exponent(), MOST));
        MODULUS.put(image, ReversedNumber.littleEndian(key.modulus(), MOST));
        return Bytes.of(image);
    }

    static Structure show(Bytes key, int base) {
        return new Structure("public key for RSA", LAYOUT.fields(key, base, Slot::meaning));
    }
}
