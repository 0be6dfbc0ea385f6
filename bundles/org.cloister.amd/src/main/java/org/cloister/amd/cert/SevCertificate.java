// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import static org.cloister.amd.cert.SevCertificateFormat.API_MAJOR;
import static org.cloister.amd.cert.SevCertificateFormat.API_MINOR;
import static org.cloister.amd.cert.SevCertificateFormat.FIRST;
import static org.cloister.amd.cert.SevCertificateFormat.KEY;
import static org.cloister.amd.cert.SevCertificateFormat.KEY_ALGO;
import static org.cloister.amd.cert.SevCertificateFormat.KEY_USAGE;
import static org.cloister.amd.cert.SevCertificateFormat.SECOND;
import static org.cloister.amd.cert.SevCertificateFormat.SIGNATURES;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * The certificate of a platform's key: PDH, PEK, OCA or CEK (SEV API, 55766, appendix C, "SEV certificate"). A guest
 * owner's Diffie-Hellman key comes in the same format. Immutable.
 *
 * @param raw all 2084 bytes
 */
public record SevCertificate(Bytes raw) implements AmdFormatCertificate {
    /** Bytes that it takes. */
    public static final int SIZE = 0x824;

    /** Bytes from the beginning that are signed. */
    public static final int SIGNED = 0x414;

    /**
     * Checks size, version, usages and algorithms.
     *
     * @throws org.cloister.api.CloisterException {@code cert.length}, {@code cert.version}, {@code cert.usage},
     *     {@code cert.algorithm}
     */
    public SevCertificate {
        SevCertificateFormat.check(raw, "SEV certificate");
    }

    /**
     * Reads a certificate. Reserved bytes are accepted here: {@link #violations} lists them.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code cert.length}, {@code cert.version}, {@code cert.usage},
     *     {@code cert.algorithm}
     */
    public static SevCertificate decode(Bytes bytes, String name) {
        SevCertificateFormat.check(bytes, name);
        return new SevCertificate(bytes);
    }

    /**
     * A certificate of version 1 for a key on a curve; nobody has signed it yet.
     *
     * @param apiMajor 0 to 255
     * @param apiMinor 0 to 255
     */
    public static SevCertificate unsigned(
            int apiMajor, int apiMinor, KeyUsage usage, KeyAlgorithm algorithm, EcKey key) {
        return unsigned(apiMajor, apiMinor, usage, algorithm, key.raw());
    }

    /** A certificate of version 1 for an RSA key; nobody has signed it yet. */
    public static SevCertificate unsigned(
            int apiMajor, int apiMinor, KeyUsage usage, KeyAlgorithm algorithm, RsaKey key) {
        return unsigned(apiMajor, apiMinor, usage, algorithm, RsaKeyFormat.write(key));
    }

    /** The same certificate with another first signature. */
    public SevCertificate withFirst(CertificateSignature signature) {
        return with(FIRST, signature);
    }

    /** The same certificate with another second signature. */
    public SevCertificate withSecond(CertificateSignature signature) {
        return with(SECOND, signature);
    }

    /** The major version of the API that made it. */
    public int apiMajor() {
        return (int) API_MAJOR.number(raw);
    }

    /** The minor version of the API that made it. */
    public int apiMinor() {
        return (int) API_MINOR.number(raw);
    }

    @Override
    public KeyUsage usage() {
        return KeyUsage.of(KEY_USAGE.number(raw), KEY_USAGE.name());
    }

    /** The algorithm of its key. */
    public KeyAlgorithm algorithm() {
        return KeyAlgorithm.of(KEY_ALGO.number(raw), KEY_ALGO.name());
    }

    /** The 1028 bytes of its key as they are; its algorithm determines how to read them. */
    public Bytes key() {
        return KEY.in(raw);
    }

    /**
     * Its key on a curve.
     *
     * @throws org.cloister.api.CloisterException {@code cert.key} when it is another
     */
    public EcKey ecKey() {
        return algorithm().kind().curve() ? new EcKey(key()) : otherKey();
    }

    /** The first signature. */
    public CertificateSignature first() {
        return FIRST.in(raw);
    }

    /** The second signature. */
    public CertificateSignature second() {
        return SECOND.in(raw);
    }

    @Override
    public Bytes signedBytes() {
        return raw.slice(0, SIGNED);
    }

    @Override
    public Bytes encode() {
        return raw;
    }

    @Override
    public List<Violation> violations() {
        Stream<Violation> inKey =
                algorithm().kind().curve() ? ecKey().violations(KEY.offset()).stream() : Stream.empty();
        Stream<Violation> inSignatures = SIGNATURES.stream().flatMap(slots -> slots.violations(raw));
        Stream<Violation> between = SevCertificateFormat.LAYOUT.violations(raw, 0).stream();
        return Stream.of(between, inKey, inSignatures).flatMap(all -> all).toList();
    }

    @Override
    public Structure show() {
        return SevCertificateFormat.show(this);
    }

    private static SevCertificate unsigned(int major, int minor, KeyUsage usage, KeyAlgorithm algorithm, Bytes key) {
        byte[] image = new byte[SIZE];
        SevCertificateFormat.VERSION.put(image, SevCertificateFormat.VERSION_1);
        API_MAJOR.put(image, major);
        API_MINOR.put(image, minor);
        KEY_USAGE.put(image, usage.code());
        KEY_ALGO.put(image, algorithm.code());
        KEY.put(image, key);
        SIGNATURES.forEach(slots -> slots.put(image, CertificateSignature.none()));
        return new SevCertificate(Bytes.of(image));
    }

    private SevCertificate with(SignatureSlots slots, CertificateSignature signature) {
        byte[] image = raw.toArray();
        slots.put(image, signature);
        return new SevCertificate(Bytes.of(image));
    }

    private EcKey otherKey() {
        throw Problem.input(CertCodes.CERT_KEY, "the key of this certificate is of another kind")
                .at(KEY_ALGO.name())
                .found(algorithm())
                .expected("a key on a curve")
                .exception();
    }
}
