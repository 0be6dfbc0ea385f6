// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdExtensions;
import org.cloister.api.Bytes;

/** Makes certificates as AMD does, or with one thing wrong. */
final class MadeCertificate {
    static final Instant NOT_BEFORE = Instant.parse("2024-01-01T00:00:00Z");
    static final Instant NOT_AFTER = Instant.parse("2034-01-01T00:00:00Z");

    private final Map<String, Extension> extensions = new LinkedHashMap<>();
    private KeyPair key;
    private final String subject;
    private String issuer;
    private KeyPair issuerKey;
    private BigInteger serial = BigInteger.ZERO;
    private Instant notBefore = NOT_BEFORE;
    private Instant notAfter = NOT_AFTER;
    private Pss pss = Pss.AMD;

    private MadeCertificate(String subject, KeyPair key) {
        this.subject = subject;
        this.key = key;
        this.issuer = subject;
        this.issuerKey = key;
    }

    /** An authority; signed by itself unless another signer is given. */
    static MadeCertificate authority(String subject) {
        return authority(subject, subject);
    }

    /** An authority with the key of another name. */
    static MadeCertificate authority(String subject, String keyName) {
        MadeCertificate made = new MadeCertificate(subject, MadeKeys.rsa(keyName));
        made.with(Extension.basicConstraints, true, new BasicConstraints(true));
        made.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return made;
    }

    /** A key that signs reports. */
    static MadeCertificate key(String subject, String product, Map<TcbComponent, Integer> tcb) {
        MadeCertificate made = new MadeCertificate(subject, MadeKeys.p384(subject));
        made.amd("1", new ASN1Integer(0));
        made.amd("2", new DERIA5String(product));
        tcb.forEach((component, value) -> made.amd("3." + component.extension(), new ASN1Integer(value)));
        return made;
    }

    /** Of another key than that of its name. */
    MadeCertificate withKey(String name) {
        key = MadeKeys.p384(name);
        return this;
    }

    MadeCertificate by(String name) {
        return by(name, name);
    }

    /** Signed in a name with the key of another. */
    MadeCertificate by(String name, String keyName) {
        issuer = name;
        issuerKey = MadeKeys.rsa(keyName);
        return this;
    }

    MadeCertificate serial(long number) {
        serial = BigInteger.valueOf(number);
        return this;
    }

    MadeCertificate valid(Instant from, Instant until) {
        notBefore = from;
        notAfter = until;
        return this;
    }

    MadeCertificate pss(Pss other) {
        pss = other;
        return this;
    }

    MadeCertificate with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        return raw(oid.getId(), critical, encoded(value));
    }

    MadeCertificate amd(String arc, ASN1Encodable value) {
        return raw(AmdExtensions.ARC + arc, false, encoded(value));
    }

    /** An extension whose value need not be DER, like AMD's hardware id. */
    MadeCertificate raw(String oid, boolean critical, Bytes value) {
        ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
        extensions.put(oid, new Extension(id, critical, value.toArray()));
        return this;
    }

    MadeCertificate without(String oid) {
        extensions.remove(oid);
        return this;
    }

    AmdCertificate make() {
        return AmdCertificate.decode(encoded(), subject);
    }

    Bytes encoded() {
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name(issuer), serial, Date.from(notBefore), Date.from(notAfter), name(subject), info);
        try {
            for (Extension extension : extensions.values()) {
                builder.addExtension(extension);
            }
            return Bytes.of(builder.build(pss.signer(issuerKey.getPrivate())).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static X500Name name(String commonName) {
        return new X500NameBuilder()
                .addRDN(BCStyle.OU, "Engineering")
                .addRDN(BCStyle.O, "Advanced Micro Devices")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static Bytes encoded(ASN1Encodable value) {
        try {
            return Bytes.of(value.toASN1Primitive().getEncoded("DER"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
