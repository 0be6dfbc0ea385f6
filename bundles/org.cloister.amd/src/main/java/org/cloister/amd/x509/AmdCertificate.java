// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.crypto.PublicKeys;
import org.cloister.amd.der.Der;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Unknown;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * An X.509 certificate of AMD's SEV-SNP chains: ARK, ASK, ASVK, VCEK or VLEK (AMD 57230; RFC 5280).
 *
 * <p>It is read strictly first, so that no bit of it can change without being noticed or being signed; then by the
 * platform's own provider, which interprets the standard parts. Reading says nothing about trust. Immutable; safe to
 * share between threads; equal when all bytes are.
 */
public final class AmdCertificate {
    /** No certificate of AMD's comes near it. */
    public static final int MAX_SIZE = 16 * 1024;

    private final Bytes der;
    private final String where;
    private final CertificateBody body;
    private final Bytes signature;
    private final AmdExtensions amd;
    private final Optional<CertificateRole> role;
    private final String label;
    private volatile X509Certificate interpreted;
    private volatile PublicKey publicKey;
    private volatile Bytes keyFingerprint;
    private volatile List<Unknown> unknown;
    private int hash;

    private AmdCertificate(Bytes der, String where, CertificateBody body, Bytes signature, AmdExtensions amd) {
        this.der = der;
        this.where = where;
        this.body = body;
        this.signature = signature;
        this.amd = amd;
        this.role = body.subject().commonName().flatMap(CertificateRole::named);
        this.label = body.subject().commonName().orElseGet(body.subject()::toString) + " (" + where + ")";
    }

    /**
     * Reads a certificate in DER.
     *
     * @param where the file it comes from, for messages
     * @throws org.cloister.api.CloisterException {@code der.…} or {@code x509.…}, naming the offset and what is wrong
     *     there
     */
    public static AmdCertificate decode(Bytes der, String where) {
        if (der.length() > MAX_SIZE) {
            throw Problem.input(X509Codes.X509_SIZE, "this is too long for a certificate of AMD's")
                    .at(where)
                    .found(der.length() + " bytes")
                    .expected("at most " + MAX_SIZE)
                    .exception();
        }
        SignedDocument document = SignedDocument.read(Der.of(der, where), "certificate");
        CertificateBody body = CertificateBody.read(document);
        body.checkExtensions(where);
        AmdExtensions amd = AmdExtensions.read(body.extensions(), where);
        return new AmdCertificate(der, where, body, document.signature(), amd);
    }

    /** All of it, in DER. */
    public Bytes encoded() {
        return der;
    }

    /** Where it comes from, for messages. */
    public String where() {
        return where;
    }

    /** The part that the issuer signs, byte for byte. */
    public Bytes signedBytes() {
        return body.content().encoded();
    }

    /** The issuer's signature, big-endian. */
    public Bytes signature() {
        return signature;
    }

    /** Who signed it. */
    public DistinguishedName issuer() {
        return body.issuer();
    }

    /** Whose key it certifies. */
    public DistinguishedName subject() {
        return body.subject();
    }

    /** Its number, unique among the certificates of an authority (AMD gives all chip keys 0). */
    public BigInteger serial() {
        return new BigInteger(body.serial().toArray());
    }

    /** What AMD's own extensions say. */
    public AmdExtensions amd() {
        return amd;
    }

    /** What AMD's own extensions say and this program does not know. */
    public List<Unknown> unknown() {
        if (unknown == null) {
            unknown = AmdNews.of(this);
        }
        return unknown;
    }

    /** All extensions by their dotted names, in order. */
    public Map<String, Extension> extensions() {
        return body.extensions();
    }

    /** The role that its subject's common name stands for; {@link #roleFaults} reports whether the rest agrees. */
    public Optional<CertificateRole> role() {
        return role;
    }

    /** The product line: of an authority as its common name says, of a key as AMD's extension says. */
    public Optional<String> productName() {
        Optional<String> named = subject().commonName().flatMap(name -> role.flatMap(one -> one.product(name)));
        return named.or(amd::productName);
    }

    /** What keeps this certificate from having a role, one sentence each; empty when nothing does. */
    public List<String> roleFaults(CertificateRole role) {
        return RoleRules.faults(this, role);
    }

    /** The first instant at which it is valid. */
    public Instant notBefore() {
        return x509().getNotBefore().toInstant();
    }

    /** The last instant at which it is valid. */
    public Instant notAfter() {
        return x509().getNotAfter().toInstant();
    }

    /** The certified key as {@code SubjectPublicKeyInfo} in DER. */
    public Bytes subjectPublicKeyInfo() {
        return body.key().encoded();
    }

    /** SHA-384 of {@link #subjectPublicKeyInfo()}: what roots are pinned by. */
    public Bytes keyFingerprint() {
        if (keyFingerprint == null) {
            keyFingerprint = Crypto.platform().digest(Hash.SHA384, subjectPublicKeyInfo());
        }
        return keyFingerprint;
    }

    /** What kind of key it certifies. */
    public KeyKind keyKind() {
        return body.key().kind();
    }

    /** The certified key; empty when the platform takes it for none. */
    public Optional<PublicKey> publicKey() {
        if (publicKey == null) {
            publicKey = PublicKeys.decode(keyKind().algorithm(), subjectPublicKeyInfo())
                    .orElse(null);
        }
        return Optional.ofNullable(publicKey);
    }

    /**
     * Whether a key made the signature of this certificate, over the raw bytes.
     *
     * @param signer the issuer's certificate, which may be this one
     */
    public boolean isSignedBy(AmdCertificate signer, Crypto crypto) {
        return signer.keyKind() == KeyKind.RSA
                && signer.publicKey()
                        .filter(key -> crypto.verifyPss(key, Hash.SHA384, signedBytes(), signature))
                        .isPresent();
    }

    /**
     * The same certificate as the platform's provider reads it.
     *
     * @throws org.cloister.api.CloisterException {@code x509.platform} when it refuses what the strict reader accepts
     */
    public X509Certificate x509() {
        if (interpreted == null) {
            interpreted = interpret();
        }
        return interpreted;
    }

    private X509Certificate interpret() {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toArray()));
        } catch (CertificateException | RuntimeException e) {
            // Some versions of the platform let other exceptions out of their readers.
            throw Problem.input(X509Codes.X509_PLATFORM, "the Java platform cannot read this certificate")
                    .at(where)
                    .found(e.getMessage())
                    .exception(e);
        }
    }

    /** Every part with its offset and meaning. */
    public Structure show() {
        return CertificateView.of(this, body.content());
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof AmdCertificate that && der.equals(that.der);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = der.hashCode();
        }
        return hash;
    }

    /** The subject's common name and where it comes from. */
    @Override
    public String toString() {
        return label;
    }
}
