// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.api.Bytes;

/** Makes revocation lists as AMD does, or with one thing wrong. */
final class MadeCrl {
    private final X509v2CRLBuilder builder;
    private final String issuer;
    private final String keyName;
    private Pss pss = Pss.AMD;

    MadeCrl(String issuer, Instant thisUpdate, Instant nextUpdate) {
        this(issuer, issuer, thisUpdate, nextUpdate);
    }

    /** A list in a name with the key of another. */
    MadeCrl(String issuer, String keyName, Instant thisUpdate, Instant nextUpdate) {
        this.issuer = issuer;
        this.keyName = keyName;
        this.builder = new X509v2CRLBuilder(MadeCertificate.name(issuer), Date.from(thisUpdate));
        if (nextUpdate != null) {
            builder.setNextUpdate(Date.from(nextUpdate));
        }
        extension(Extension.cRLNumber.getId(), false);
    }

    /** A list for the years of the certificates. */
    static MadeCrl by(String issuer) {
        return new MadeCrl(issuer, MadeCertificate.NOT_BEFORE, MadeCertificate.NOT_AFTER);
    }

    MadeCrl revoke(long serial) {
        builder.addCRLEntry(BigInteger.valueOf(serial), Date.from(MadeCertificate.NOT_BEFORE), CRLReason.keyCompromise);
        return this;
    }

    MadeCrl pss(Pss other) {
        pss = other;
        return this;
    }

    MadeCrl extension(String oid, boolean critical) {
        try {
            builder.addExtension(new org.bouncycastle.asn1.ASN1ObjectIdentifier(oid), critical, new ASN1Integer(3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    AmdCrl make() {
        return AmdCrl.decode(encoded(), "CRL of " + issuer);
    }

    Bytes encoded() {
        try {
            return Bytes.of(builder.build(pss.signer(MadeKeys.rsa(keyName).getPrivate()))
                    .getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
