// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * The certificate of a key that AMD signs with: ARK or ASK (SEV API, 55766, appendix B). 832 bytes for keys of 2048
 * bits, 1600 for 4096. AMD once shipped the root of Naples without its signature: such a one is read too, and
 * {@link #signature} is empty. Immutable.
 *
 * @param raw all bytes
 */
public record CaCertificate(Bytes raw) implements AmdFormatCertificate {
    /**
     * Checks sizes, version and usage.
     *
     * @throws org.cloister.api.CloisterException {@code cert.ca.length}, {@code cert.ca.size}, {@code cert.ca.version},
     *     {@code cert.usage}
     */
    public CaCertificate {
        check(raw, "certificate");
    }

    /**
     * Reads a certificate. Reserved bytes are accepted here: {@link #violations} lists them.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code cert.ca.length}, {@code cert.ca.size}, {@code cert.ca.version},
     *     {@code cert.usage}
     */
    public static CaCertificate decode(Bytes bytes, String name) {
        check(bytes, name);
        return new CaCertificate(bytes);
    }

    /**
     * A certificate of version 1 without a signature.
     *
     * @param keyId 16 bytes
     * @param certifyingId 16 bytes
     * @param usage {@link KeyUsage#ARK} or {@link KeyUsage#ASK}
     * @param key of 2048 or 4096 bits
     */
    public static CaCertificate unsigned(Bytes keyId, Bytes certifyingId, KeyUsage usage, RsaKey key) {
        int bits = key.modulus().bitLength();
        CaFormat format = CaFormat.of(bits / Byte.SIZE, bits / Byte.SIZE);
        byte[] image = new byte[format.signedSize()];
        CaFormat.VERSION.put(image, CaFormat.VERSION_1);
        CaFormat.KEY_ID.put(image, keyId);
        CaFormat.CERTIFYING_ID.put(image, certifyingId);
        CaFormat.USAGE.put(image, usage.code());
        CaFormat.EXPONENT_BITS.put(image, bits);
        CaFormat.MODULUS_BITS.put(image, bits);
        format.exponent().put(image, ReversedNumber.littleEndian(key.exponent(), bits / Byte.SIZE));
        format.modulus().put(image, ReversedNumber.littleEndian(key.modulus(), bits / Byte.SIZE));
        return new CaCertificate(Bytes.of(image));
    }

    /**
     * The same certificate with another signature.
     *
     * @param signature as many bytes as the modulus has, the highest first
     */
    public CaCertificate withSignature(Bytes signature) {
        CaFormat format = format();
        byte[] image = new byte[format.size()];
        raw.copyTo(0, image, 0, format.signedSize());
        format.signature().put(image, ReversedNumber.reversed(signature));
        return new CaCertificate(Bytes.of(image));
    }

    /** The identity of its key, 16 bytes. */
    public Bytes keyId() {
        return CaFormat.KEY_ID.in(raw);
    }

    /** The identity of the key that signed it, 16 bytes. */
    public Bytes certifyingId() {
        return CaFormat.CERTIFYING_ID.in(raw);
    }

    /** Whether it says that its own key signed it. */
    public boolean selfIssued() {
        return keyId().equals(certifyingId());
    }

    @Override
    public KeyUsage usage() {
        return KeyUsage.of(CaFormat.USAGE.number(raw), CaFormat.USAGE.name());
    }

    /** Its key. */
    public RsaKey key() {
        CaFormat format = format();
        return new RsaKey(
                ReversedNumber.of(format.modulus().in(raw)),
                ReversedNumber.of(format.exponent().in(raw)));
    }

    /** The algorithm of what its key signs: PSS, SHA-256 for keys of 2048 bits and SHA-384 for 4096. */
    public KeyAlgorithm algorithm() {
        return format().modulus().size() * Byte.SIZE == 2048 ? KeyAlgorithm.RSA_SHA256 : KeyAlgorithm.RSA_SHA384;
    }

    /** Its signature, the highest byte first, as the JDK takes it; empty when the certificate came without. */
    public Optional<Bytes> signature() {
        return signed()
                ? Optional.of(ReversedNumber.reversed(format().signature().in(raw)))
                : Optional.empty();
    }

    /** The generation whose root this is, by the fingerprint of its key; empty for other keys. */
    public Optional<Generation> rootOf() {
        try {
            return Generations.ofRoot(key().fingerprint());
        } catch (CloisterException noKey) {
            return Optional.empty();
        }
    }

    @Override
    public Bytes signedBytes() {
        return raw.slice(0, format().signedSize());
    }

    @Override
    public Bytes encode() {
        return raw;
    }

    @Override
    public List<Violation> violations() {
        return format().layout(signed()).violations(raw, 0);
    }

    @Override
    public Structure show() {
        String kind = "certificate of the " + usage().meaning() + " (" + usage() + ")";
        String whole = signed() ? kind : kind + ", without its signature";
        return new Structure(whole, format().layout(signed()).fields(raw, 0, this::meaning));
    }

    private String meaning(Slot slot) {
        if (slot.equals(CaFormat.USAGE)) {
            return usage().meaning();
        }
        return slot.name().equals("modulus")
                ? rootOf().map(one -> "the key of AMD's root for " + one.product())
                        .orElse(slot.meaning())
                : slot.meaning();
    }

    private boolean signed() {
        return raw.length() == format().size();
    }

    private CaFormat format() {
        return CaFormat.of(raw, "certificate");
    }

    private static void check(Bytes raw, String name) {
        CaFormat format = CaFormat.of(raw, name);
        if (raw.length() != format.signedSize()) {
            format.layout(true).requireSize(raw.length(), CertCodes.CERT_CA_LENGTH, name);
        }
        checkVersion(raw, name);
        String place = name + ", key_usage at offset 0x24";
        KeyUsage usage = KeyUsage.of(CaFormat.USAGE.number(raw), place);
        if (usage != KeyUsage.ARK && usage != KeyUsage.ASK) {
            throw Problem.input(CertCodes.CERT_USAGE, "a certificate in this format is of an ARK or an ASK only")
                    .at(place)
                    .found(usage)
                    .exception();
        }
    }

    private static void checkVersion(Bytes raw, String name) {
        long version = CaFormat.VERSION.number(raw);
        if (version != CaFormat.VERSION_1) {
            throw Problem.input(CertCodes.CERT_CA_VERSION, "this version of a certificate of AMD's is not known")
                    .at(name + ", version at offset 0x0")
                    .found(version)
                    .expected(CaFormat.VERSION_1)
                    .exception();
        }
    }
}
