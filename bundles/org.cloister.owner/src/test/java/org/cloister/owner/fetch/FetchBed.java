// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.KdsSubject;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.owner.testing.Data;
import org.cloister.owner.verify.Roots;

/** A server, a cache and a clock for fetching real certificates, of Milan's report of version 2 where not said else. */
final class FetchBed implements AutoCloseable {
    final KeyServer server = new KeyServer();
    final TestClock clock = new TestClock("2026-06-01T00:00:00Z");
    final Path cache;
    Duration timeout = Duration.ofMinutes(2);
    boolean offline;

    FetchBed(Path folder) {
        cache = folder.resolve("cache");
    }

    static List<KdsRequest> requests(String report) {
        return CertificateRequests.of(AttestationReport.decode(Data.bytes(report), report))
                .requests();
    }

    static KdsRequest milan(KdsSubject subject) {
        return of("snp/milan-v2/report_milan.bin", subject);
    }

    /** Of a report that may be of two generations, Milan's comes first. */
    static KdsRequest of(String report, KdsSubject subject) {
        return requests(report).stream()
                .filter(one -> one.subject() == subject)
                .findFirst()
                .orElseThrow();
    }

    static Bytes milanKey() {
        return Data.bytes("snp/milan-v2/vcek_milan.der");
    }

    /** The only certificate of a file, in DER. */
    static Bytes der(String file) {
        return CertificateBundle.read(Data.bytes(file), file)
                .certificates()
                .get(0)
                .encoded();
    }

    CertificateFetcher fetcher() {
        return fetcher(Limits.NONE);
    }

    CertificateFetcher fetcher(Limits limits) {
        return new CertificateFetcher(settings(), Roots.amd(), List.of(), clock, limits);
    }

    FetchSettings settings() {
        return new FetchSettings(
                cache, Optional.of(server.address()), offline, timeout, ProxyChoice.of(Map.of(), new Properties()));
    }

    Fetched fetch(KdsRequest request) {
        return fetcher().any(List.of(request));
    }

    @Override
    public void close() {
        server.close();
    }
}
