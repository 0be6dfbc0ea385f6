// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.attest.ReportSource;
import org.cloister.softsev.model.Refusal;

/** Reports signed by a key that nobody vouches for; there is no VLEK. */
public final class TestReports implements ReportSource {
    public static final Bytes TABLE = Bytes.of(new byte[5000]);

    private final KeyPair pair;

    public TestReports() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Bytes report(GuestIdentity guest, Bytes reportData, int vmpl, Key key) {
        if (key == Key.VLEK || guest.vcekDisabled()) {
            throw Refusal.firmware(FirmwareStatus.INVALID_KEY, "no such key");
        }
        AttestationReport blank = new ReportBuilder(ReportVersion.V2)
                .put(ReportField.POLICY, guest.policy())
                .put(ReportField.VMPL, vmpl)
                .put(ReportField.SIGNATURE_ALGO, AttestationReport.ECDSA_P384_SHA384)
                .put(ReportField.REPORT_DATA, reportData)
                .put(ReportField.MEASUREMENT, guest.launchDigest())
                .put(ReportField.HOST_DATA, guest.hostData())
                .put(ReportField.REPORT_ID, guest.reportId())
                .build();
        return signed(blank).encode();
    }

    private AttestationReport signed(AttestationReport blank) {
        try {
            Signature engine = Signature.getInstance("SHA384withECDSAinP1363Format");
            engine.initSign(pair.getPrivate());
            engine.update(blank.signedBytes().toArray());
            byte[] numbers = engine.sign();
            return blank.withSignature(littleEndian(numbers, 0), littleEndian(numbers, 48));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Bytes littleEndian(byte[] numbers, int from) {
        byte[] turned = new byte[72];
        for (int i = 0; i < 48; i++) {
            turned[i] = numbers[from + 47 - i];
        }
        return Bytes.of(turned);
    }

    /** Whether a report is signed by the key of these. */
    public boolean verifies(AttestationReport report) {
        EcSignature signature =
                EcSignature.of(report.bytes(ReportField.SIGNATURE_R), report.bytes(ReportField.SIGNATURE_S));
        return Crypto.fastest().verifyEcdsa(pair.getPublic(), Hash.SHA384, report.signedBytes(), signature);
    }

    @Override
    public Bytes certificateTable() {
        return TABLE;
    }
}
