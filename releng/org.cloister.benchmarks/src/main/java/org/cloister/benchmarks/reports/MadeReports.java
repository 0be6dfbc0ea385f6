// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.reports;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.Roots;
import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.attest.ReportSource;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * Reports of one guest that differ in what the guest put into them, signed by the software platform: no others can be
 * made of which every one has a valid signature of its own.
 *
 * @param reports as many as were asked for
 * @param certificates of the chain, the root among them
 * @param key the one that signed them
 * @param roots the platform's
 */
record MadeReports(List<Bytes> reports, CertificateBundle certificates, AmdCertificate key, Roots roots) {
    private static final long POLICY = 0x30000;

    static MadeReports of(int count) {
        PlatformSettings settings = PlatformSettings.DEFAULT;
        try (SoftProcessor processor = new SoftProcessor(settings)) {
            GuestIdentity guest = guest(settings.tcb());
            List<Bytes> reports = IntStream.range(0, count)
                    .mapToObj(i -> processor.attestation().report(guest, data(i), 0, ReportSource.Key.VCEK))
                    .toList();
            SnpCertificates chain = processor.attestation().certificates();
            AmdCertificate root = AmdCertificate.decode(chain.ark(), "ark");
            AmdCertificate key = AmdCertificate.decode(chain.vcek(), "vcek");
            CertificateBundle all = CertificateBundle.of(List.of(root, AmdCertificate.decode(chain.ask(), "ask"), key));
            return new MadeReports(reports, all, key, Roots.trusting(List.of(root), List.of()));
        }
    }

    /** The first so many of them. */
    MadeReports first(int count) {
        return new MadeReports(reports.subList(0, count), certificates, key, roots);
    }

    private static GuestIdentity guest(long tcb) {
        Bytes id = zeros(16);
        Bytes digest = zeros(48);
        return new GuestIdentity(POLICY, id, id, 0, digest, zeros(32), digest, digest, false, false, zeros(32), tcb);
    }

    private static Bytes zeros(int length) {
        return Bytes.of(new byte[length]);
    }

    private static Bytes data(int number) {
        return Bytes.of(ByteBuffer.allocate(64).putInt(number).array());
    }
}
