// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPublicKeySpec;
import javax.crypto.KeyAgreement;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * Computes the public part of a private key, with nothing but what Java offers, so that secrets meet no arithmetic of
 * our own.
 */
final class PublicPart {
    private PublicPart() {}

    /**
     * Key agreement with the curve's generator gives the first coordinate; a signature shows which of two the second
     * is.
     */
    static EcKey of(SigningKey key) {
        byte[] x = first(key);
        Bytes message = Bytes.of(x);
        IdSignature signature = key.sign(message);
        for (byte form : new byte[] {2, 3}) {
            EcKey candidate = P384.key(compressed(form, x));
            if (Crypto.platform().verifyEcdsa(candidate.toPublicKey(), Hash.SHA384, message, signature.numbers())) {
                return candidate;
            }
        }
        throw Problem.defect(KeyCodes.KEY_PUBLIC_NONE, "no public key fits a private key")
                .exception();
    }

    private static byte[] first(SigningKey key) {
        try {
            ECParameterSpec curve = P384.parameters();
            PublicKey generator =
                    KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(curve.getGenerator(), curve));
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(key.key());
            agreement.doPhase(generator, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw SigningKey.unable(e);
        }
    }

    private static byte[] compressed(byte form, byte[] x) {
        byte[] point = new byte[P384.COMPRESSED];
        point[0] = form;
        System.arraycopy(x, 0, point, 1, P384.SIZE);
        return point;
    }
}
