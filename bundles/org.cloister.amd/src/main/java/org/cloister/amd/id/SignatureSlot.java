package org.cloister.amd.id;

import java.util.List;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.show.Layout;
import org.cloister.amd.show.Notation;
import org.cloister.amd.show.Slot;
import org.cloister.amd.show.Structure;
import org.cloister.amd.show.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/** Where a signature lies in ID authentication: two numbers of 72 bytes, the lowest byte first, then zeros. */
record SignatureSlot(Slot slot) {
    private static final int SIZE = 512;
    private static final int NUMBER = 72;
    private static final Slot R = new Slot("r", 0, NUMBER, Notation.BYTES, "first number of the signature");
    private static final Slot S = new Slot("s", NUMBER, NUMBER, Notation.BYTES, "second number of the signature");
    private static final Layout LAYOUT = new Layout("a signature with ECDSA", SIZE, List.of(R, S));

    SignatureSlot(String name, int offset, String meaning) {
        this(new Slot(name, offset, SIZE, Notation.ZEROS, meaning));
    }

    void put(byte[] page, EcSignature signature) {
        putNumber(page, R, signature.r().toByteArray());
        putNumber(page, S, signature.s().toByteArray());
    }

    /** Whether the signature is that of a key over some bytes. */
    boolean signs(Bytes page, EcKey key, Bytes message) {
        Bytes signature = slot.in(page);
        try {
            EcSignature numbers = EcSignature.of(R.in(signature), S.in(signature));
            return Crypto.fastest().verifyEcdsa(key.toPublicKey(), Hash.SHA384, message, numbers);
        } catch (CloisterException noKey) {
            return false;
        }
    }

    List<Violation> violations(Bytes page) {
        return LAYOUT.violations(slot.in(page), slot.offset());
    }

    Structure show(Bytes page) {
        return new Structure(slot.meaning(), LAYOUT.fields(slot.in(page), slot.offset(), Slot::meaning));
    }

    private void putNumber(byte[] page, Slot number, byte[] bigEndian) {
        for (int i = 0; i < bigEndian.length; i++) {
            page[slot.offset() + number.offset() + i] = bigEndian[bigEndian.length - 1 - i];
        }
    }
}
