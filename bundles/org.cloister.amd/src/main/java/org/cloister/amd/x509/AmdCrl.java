// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.der.Der;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A revocation list of AMD's, version 2 (AMD 57230, "CRL"; RFC 5280, 5). AMD's key service has one for each product
 * line, issued by the ARK.
 *
 * <p>It is read as strictly as certificates are. Immutable; safe to share between threads.
 */
public final class AmdCrl {
    /** Far above what is to be expected: AMD's have a handful of entries. */
    public static final int MAX_SIZE = 4 * 1024 * 1024;

    private final Bytes der;
    private final String where;
    private final CrlBody body;
    private final Bytes signature;
    private volatile X509CRL interpreted;

    private AmdCrl(Bytes der, String where, CrlBody body, Bytes signature) {
        this.der = der;
        this.where = where;
        this.body = body;
        this.signature = signature;
    }

    /**
     * Reads a list in DER.
     *
     * @param where the file it comes from, for messages
     * @throws org.cloister.api.CloisterException {@code der.…} or {@code x509.…}, naming the offset and what is wrong
     *     there
     */
    public static AmdCrl decode(Bytes der, String where) {
        if (der.length() > MAX_SIZE) {
            throw Problem.input(X509Codes.X509_SIZE, "this is too long for a revocation list of AMD's")
                    .at(where)
                    .found(der.length() + " bytes")
                    .expected("at most " + MAX_SIZE)
                    .exception();
        }
        SignedDocument document = SignedDocument.read(Der.of(der, where), "revocation list");
        return new AmdCrl(der, where, CrlBody.read(document), document.signature());
    }

    /** All of it, in DER. */
    public Bytes encoded() {
        return der;
    }

    /** Where it comes from, for messages. */
    public String where() {
        return where;
    }

    /** Who signed it. */
    public DistinguishedName issuer() {
        return body.issuer();
    }

    /** When it was made. */
    public Instant thisUpdate() {
        return x509().getThisUpdate().toInstant();
    }

    /** When the next one is due: from then on this one says nothing. */
    public Instant nextUpdate() {
        return x509().getNextUpdate().toInstant();
    }

    /** Its own number, which rises from list to list; empty when it has none. */
    public Optional<BigInteger> number() {
        return body.number();
    }

    /** The serial numbers that it revokes, for whatever reason. */
    public Set<BigInteger> revoked() {
        return Optional.<Set<? extends X509CRLEntry>>ofNullable(x509().getRevokedCertificates())
                .orElse(Set.of())
                .stream()
                .map(X509CRLEntry::getSerialNumber)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a certificate's key made the signature of this list, over the raw bytes. */
    public boolean isSignedBy(AmdCertificate signer, Crypto crypto) {
        return signer.keyKind() == KeyKind.RSA
                && signer.publicKey()
                        .filter(key -> crypto.verifyPss(key, Hash.SHA384, body.encoded(), signature))
                        .isPresent();
    }

    /**
     * The same list as the platform's provider reads it.
     *
     * @throws org.cloister.api.CloisterException {@code x509.platform} when it refuses what the strict reader accepts
     */
    public X509CRL x509() {
        if (interpreted == null) {
            interpreted = interpret();
        }
        return interpreted;
    }

    private X509CRL interpret() {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509CRL) factory.generateCRL(new ByteArrayInputStream(der.toArray()));
        } catch (CertificateException | CRLException | RuntimeException e) {
            // Some versions of the platform let other exceptions out of their readers.
            throw Problem.input(X509Codes.X509_PLATFORM, "the Java platform cannot read this revocation list")
                    .at(where)
                    .found(e.getMessage())
                    .exception(e);
        }
    }

    /** Every part with its offset and meaning. */
    public Structure show() {
        return CrlView.of(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AmdCrl that && der.equals(that.der);
    }

    @Override
    public int hashCode() {
        return der.hashCode();
    }

    /** Its issuer and where it comes from. */
    @Override
    public String toString() {
        return "CRL of " + issuer().commonName().orElse(issuer().toString()) + " (" + where + ")";
    }
}
