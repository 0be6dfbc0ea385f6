// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.AmdCertificate;

/**
 * Checks signatures of X.509 certificates. Safe to share between threads.
 *
 * @param memory of the valid ones
 */
record Signatures(Crypto crypto, SignatureMemory memory) {
    /** Whether a certificate's key signed another certificate. */
    boolean valid(AmdCertificate signed, AmdCertificate signer) {
        return memory.valid(signed.encoded(), signer.subjectPublicKeyInfo(), () -> signed.isSignedBy(signer, crypto));
    }
}
