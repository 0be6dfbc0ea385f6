// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.cloister.api.Bytes;

/**
 * Checks signatures with the JDK alone, to see that signed bytes, keys and numbers are taken out of certificates
 * rightly.
 */
final class Signatures {
    private static final int P384 = 48;

    private Signatures() {}

    static boolean rsa(PublicKey key, KeyAlgorithm algorithm, Bytes signed, Bytes signature)
            throws GeneralSecurityException {
        String digest = algorithm.digest();
        int salt = digest.equals("SHA-256") ? 32 : 48;
        Signature check = Signature.getInstance("RSASSA-PSS");
        check.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
        check.initVerify(key);
        check.update(signed.toArray());
        return check.verify(signature.toArray());
    }

    static boolean curve(SevCertificate signer, Bytes signed, CertificateSignature signature)
            throws GeneralSecurityException {
        String digest = signer.algorithm().digest().replace("-", "");
        Signature check = Signature.getInstance(digest + "withECDSAinP1363Format");
        check.initVerify(signer.ecKey().toPublicKey());
        check.update(signed.toArray());
        Bytes r = ReversedNumber.reversed(signature.r().slice(0, P384));
        Bytes s = ReversedNumber.reversed(signature.s().slice(0, P384));
        return check.verify(Bytes.ofHex(r.hex() + s.hex()).toArray());
    }
}
