// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.reports;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.util.List;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;

/**
 * What the verification of reports cannot do without: one P-384 signature of each by a provider's own means, the key
 * set once and all that it takes laid out before.
 */
final class RawSignatures {
    private static final int FIELD = 48;

    private final Signature engine;
    private final List<Signed> all;

    private record Signed(byte[] message, byte[] signature) {}

    RawSignatures(MadeReports made, Provider provider) throws GeneralSecurityException {
        engine = Signature.getInstance("SHA384withECDSAinP1363Format", provider);
        engine.initVerify(made.key().publicKey().orElseThrow());
        all = made.reports().stream().map(RawSignatures::signed).toList();
    }

    private static Signed signed(Bytes bytes) {
        AttestationReport report = AttestationReport.decode(bytes, "report");
        EcSignature numbers =
                EcSignature.of(report.bytes(ReportField.SIGNATURE_R), report.bytes(ReportField.SIGNATURE_S));
        byte[] signature = new byte[2 * FIELD];
        put(numbers.r(), signature, 0);
        put(numbers.s(), signature, FIELD);
        return new Signed(report.signedBytes().toArray(), signature);
    }

    private static void put(BigInteger number, byte[] signature, int from) {
        for (int i = 0; i < FIELD; i++) {
            signature[from + FIELD - 1 - i] = number.shiftRight(Byte.SIZE * i).byteValue();
        }
    }

    /** Verifies each once. */
    void verifyAll() throws GeneralSecurityException {
        for (Signed one : all) {
            engine.update(one.message());
            if (!engine.verify(one.signature())) {
                throw new IllegalStateException("a signature is not valid");
            }
        }
    }
}
