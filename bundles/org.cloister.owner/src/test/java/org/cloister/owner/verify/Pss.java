// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/**
 * Signs as AMD does, or with other parameters: such signatures are valid, but not AMD's.
 *
 * @param hash of the message
 * @param mask hash of the mask
 * @param salt bytes
 * @param said the algorithm that the certificate names
 */
record Pss(String hash, String mask, int salt, AlgorithmIdentifier said) {
    static final Pss AMD = new Pss("SHA-384", "SHA-384", 48);

    /** The parameters that were really used. */
    Pss(String hash, String mask, int salt) {
        this(hash, mask, salt, identifier(hash, mask, salt));
    }

    /** These parameters under the name of others. */
    Pss saying(Pss other) {
        return new Pss(hash, mask, salt, other.said);
    }

    /** The default trailer written out, as on some of AMD's certificates. */
    Pss withTrailer() {
        ASN1Sequence parameters = ASN1Sequence.getInstance(said.getParameters().toASN1Primitive());
        ASN1EncodableVector all = new ASN1EncodableVector();
        parameters.forEach(all::add);
        all.add(new DERTaggedObject(true, 3, new ASN1Integer(1)));
        return new Pss(hash, mask, salt, new AlgorithmIdentifier(said.getAlgorithm(), new DERSequence(all)));
    }

    ContentSigner signer(PrivateKey key) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return said;
            }

            @Override
            public OutputStream getOutputStream() {
                return content;
            }

            @Override
            public byte[] getSignature() {
                return sign(key, content.toByteArray());
            }
        };
    }

    byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature engine = Signature.getInstance("RSASSA-PSS");
            engine.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mask), salt, 1));
            engine.initSign(key);
            engine.update(content);
            return engine.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AlgorithmIdentifier identifier(String hash, String mask, int salt) {
        RSASSAPSSparams parameters = new RSASSAPSSparams(
                hash(hash),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash(mask)),
                new ASN1Integer(salt),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
        return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters);
    }

    private static AlgorithmIdentifier hash(String name) {
        return switch (name) {
            case "SHA-256" -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
            case "SHA-384" -> new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha384, DERNull.INSTANCE);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
