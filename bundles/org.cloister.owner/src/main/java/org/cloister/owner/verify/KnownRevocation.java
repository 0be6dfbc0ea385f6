// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.x509.AmdCertificate;

/** What AMD has revoked so far, for whoever has no revocation list. */
enum KnownRevocation {
    /** The first ASK of Genoa, replaced by number 0x020002 with another key. */
    SEV_GENOA(Generation.GENOA, 0x020001, "AMD's list of 2022-10-31");

    private final Generation root;
    private final BigInteger serial;
    private final String source;

    KnownRevocation(Generation root, long serial, String source) {
        this.root = root;
        this.serial = BigInteger.valueOf(serial);
        this.source = source;
    }

    /** Where a certificate is revoked; empty when it is not known to be. */
    static Optional<String> of(AmdCertificate certificate, AmdCertificate issuer) {
        return Stream.of(values())
                .filter(one -> one.serial.equals(certificate.serial()))
                .filter(one -> one.root
                        .rootFingerprint()
                        .filter(issuer.keyFingerprint()::equals)
                        .isPresent())
                .map(one -> one.source)
                .findFirst();
    }
}
