// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.List;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * One of the two signatures of a SEV certificate (SEV API, 55766, appendix C). Immutable.
 *
 * @param usage what the key that signed is for; {@link KeyUsage#NONE} when there is no signature
 * @param algorithm of the key that signed
 * @param content 512 bytes: two numbers of 72 bytes for ECDSA, one number for RSA, the lowest byte first
 */
public record CertificateSignature(KeyUsage usage, KeyAlgorithm algorithm, Bytes content) {
    /** Bytes of the content. */
    public static final int SIZE = 512;

    private static final Slot R =
            new Slot("r", 0, ReversedNumber.SIZE, Notation.BYTES, "first number of the signature");
    private static final Slot S =
            new Slot("s", ReversedNumber.SIZE, ReversedNumber.SIZE, Notation.BYTES, "second number of the signature");
    private static final Layout CURVE = new Layout("a signature with a curve", SIZE, List.of(R, S));
    private static final Layout RSA = new Layout(
            "a signature with RSA",
            SIZE,
            List.of(new Slot("s", 0, SIZE, Notation.BYTES, "the signature, the lowest byte first")));
    private static final Layout EMPTY = new Layout("no signature", SIZE, List.of());

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code cert.signature.length}
     */
    public CertificateSignature {
        CURVE.requireSize(content.length(), CertCodes.CERT_SIGNATURE_LENGTH, "signature");
    }

    /** No signature. */
    public static CertificateSignature none() {
        return new CertificateSignature(KeyUsage.NONE, KeyAlgorithm.NONE, Bytes.of(new byte[SIZE]));
    }

    /** A signature of a key on a curve: two numbers of 72 bytes, the lowest byte first. */
    public static CertificateSignature ofCurve(KeyUsage usage, KeyAlgorithm algorithm, Bytes r, Bytes s) {
        byte[] content = new byte[SIZE];
        R.put(content, r);
        S.put(content, s);
        return new CertificateSignature(usage, algorithm, Bytes.of(content));
    }

    /**
     * A signature with RSA.
     *
     * @param signature as many bytes as the modulus has, the highest first, at most 512
     * @throws org.cloister.api.CloisterException {@code cert.signature.length} when it is longer
     */
    public static CertificateSignature ofRsa(KeyUsage usage, KeyAlgorithm algorithm, Bytes signature) {
        if (signature.length() > SIZE) {
            throw Problem.input(CertCodes.CERT_SIGNATURE_LENGTH, "this signature is too long for a certificate")
                    .found(signature.length() + " bytes")
                    .expected("at most " + SIZE + " bytes")
                    .exception();
        }
        byte[] content = new byte[SIZE];
        ReversedNumber.reversed(signature).copyTo(0, content, 0, signature.length());
        return new CertificateSignature(usage, algorithm, Bytes.of(content));
    }

    /** Whether there is a signature. */
    public boolean present() {
        return usage != KeyUsage.NONE;
    }

    /** The first number of an ECDSA signature, 72 bytes, the lowest first. */
    public Bytes r() {
        return R.in(content);
    }

    /** The second number of an ECDSA signature, 72 bytes, the lowest first. */
    public Bytes s() {
        return S.in(content);
    }

    /**
     * An RSA signature, the highest byte first, as the JDK takes it.
     *
     * @param length bytes of the modulus of the key that signed, at most 512
     * @throws org.cloister.api.CloisterException {@code cert.signature.rsa} when the bytes behind them are not zero
     */
    public Bytes rsa(int length) {
        if (length > SIZE || !content.slice(length, SIZE - length).isZero()) {
            throw Problem.input(
                            CertCodes.CERT_SIGNATURE_RSA, "the signature is longer than the key that is to have signed")
                    .expected("at most " + length + " bytes")
                    .exception();
        }
        return ReversedNumber.reversed(content.slice(0, length));
    }

    /** Reserved bytes that are not zero; where an RSA signature ends is known from its key only. */
    List<Violation> violations(int base) {
        return layout().violations(content, base);
    }

    /** Its numbers. */
    List<Field> fields(int base) {
        return layout().fields(content, base, Slot::meaning);
    }

    private Layout layout() {
        return switch (algorithm.kind()) {
            case ECDSA, ECDH -> CURVE;
            case RSA -> RSA;
            case NONE -> EMPTY;
        };
    }
}
