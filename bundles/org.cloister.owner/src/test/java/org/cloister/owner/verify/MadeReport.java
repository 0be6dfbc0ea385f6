// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.api.Bytes;

/** Makes and signs reports. */
final class MadeReport {
    private static final int FIELD = 72;

    private MadeReport() {}

    /** A report of a Milan processor, to be changed and signed. */
    static ReportBuilder milan(ReportVersion version) {
        return processor(new ReportBuilder(version), version, 0x19, 0x01);
    }

    /** A report of a Turin processor, to be changed and signed. */
    static ReportBuilder turin(ReportVersion version) {
        return processor(new ReportBuilder(version), version, 0x1a, 0x02);
    }

    /** A report of a Venice processor, to be changed and signed. */
    static ReportBuilder venice(ReportVersion version) {
        return processor(new ReportBuilder(version), version, 0x1a, 0x50);
    }

    private static ReportBuilder processor(ReportBuilder builder, ReportVersion version, int family, int model) {
        if (version != ReportVersion.V2) {
            builder.put(ReportField.CPUID_FAM_ID, family).put(ReportField.CPUID_MOD_ID, model);
        }
        return builder.put(ReportField.POLICY, 0x30000).put(ReportField.SIGNATURE_ALGO, 1);
    }

    /** Sets all four TCB versions. */
    static ReportBuilder tcb(ReportBuilder builder, long raw) {
        return builder.put(ReportField.REPORTED_TCB, raw)
                .put(ReportField.COMMITTED_TCB, raw)
                .put(ReportField.CURRENT_TCB, raw)
                .put(ReportField.LAUNCH_TCB, raw);
    }

    static Bytes signed(ReportBuilder builder, KeyPair key) {
        return signed(builder.build(), key);
    }

    /** A report with a change that no builder would make, signed nevertheless. */
    static Bytes signed(ReportBuilder builder, KeyPair key, UnaryOperator<byte[]> change) {
        return signed(
                new AttestationReport(
                        Bytes.of(change.apply(builder.build().raw().toArray()))),
                key);
    }

    private static Bytes signed(AttestationReport report, KeyPair key) {
        try {
            Signature engine = Signature.getInstance("SHA384withECDSA");
            engine.initSign(key.getPrivate());
            engine.update(report.signedBytes().toArray());
            ASN1Sequence numbers = ASN1Sequence.getInstance(engine.sign());
            return report.withSignature(number(numbers, 0), number(numbers, 1)).encode();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes number(ASN1Sequence numbers, int index) {
        BigInteger value = ASN1Integer.getInstance(numbers.getObjectAt(index)).getPositiveValue();
        byte[] littleEndian = new byte[FIELD];
        for (int i = 0; i < FIELD; i++) {
            littleEndian[i] = value.shiftRight(8 * i).byteValue();
        }
        return Bytes.of(littleEndian);
    }
}
