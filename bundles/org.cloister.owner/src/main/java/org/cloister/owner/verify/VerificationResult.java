// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.struct.Unknown;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.amd.x509.IgnoredItem;

/**
 * The result of a verification. Immutable.
 *
 * @param passed the verdict: nothing failed, and everything essential was performed and passed
 * @param checks every check there is, performed or not, always the same ones in the same order
 * @param at the time that validity was judged at
 * @param report the report, when there was one and it could be read
 * @param chain the X.509 certificates that were examined, the root first; they are to be trusted only where the verdict
 *     says so
 * @param links who is to have signed what, from the root down
 * @param requests for what is missing, to AMD's key service
 * @param warnings what the verdict does not say
 * @param unknown what the signed parts of report and certificates say and this program does not know
 * @param ignored what was given and has no part in the chain, with what it is
 */
public record VerificationResult(
        boolean passed,
        List<VerificationCheck> checks,
        Instant at,
        Optional<AttestationReport> report,
        List<AmdCertificate> chain,
        List<Link> links,
        List<KdsRequest> requests,
        List<VerificationWarning> warnings,
        List<Unknown> unknown,
        List<IgnoredItem> ignored) {
    /** Copies the lists. */
    public VerificationResult {
        checks = List.copyOf(checks);
        chain = List.copyOf(chain);
        links = List.copyOf(links);
        requests = List.copyOf(requests);
        warnings = List.copyOf(warnings);
        unknown = List.copyOf(unknown);
        ignored = List.copyOf(ignored);
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(report, "report");
    }

    /** A result without warnings, and with nothing unknown or ignored. */
    public VerificationResult(
            boolean passed,
            List<VerificationCheck> checks,
            Instant at,
            Optional<AttestationReport> report,
            List<AmdCertificate> chain,
            List<Link> links,
            List<KdsRequest> requests) {
        this(passed, checks, at, report, chain, links, requests, List.of(), List.of(), List.of());
    }

    /** The same with something else that is ignored. */
    VerificationResult ignoring(List<IgnoredItem> more) {
        List<IgnoredItem> all = Stream.concat(more.stream(), ignored.stream()).toList();
        return new VerificationResult(passed, checks, at, report, chain, links, requests, warnings, unknown, all);
    }

    /** The same with more that it does not say. */
    public VerificationResult warning(List<VerificationWarning> more) {
        List<VerificationWarning> all =
                Stream.concat(warnings.stream(), more.stream()).toList();
        return new VerificationResult(passed, checks, at, report, chain, links, requests, all, unknown, ignored);
    }

    /** The check that decided a negative verdict: the first that failed; empty where the verdict is positive. */
    public Optional<VerificationCheck> reason() {
        return Stream.of(Status.FAILED, Status.NOT_PERFORMED)
                .filter(status -> !passed)
                .flatMap(status -> with(status).stream())
                .findFirst();
    }

    /** {@code pass} or {@code fail}. */
    public String verdict() {
        return passed ? "pass" : "fail";
    }

    /** The check of a name; empty when this kind of verification has none of it. */
    public Optional<VerificationCheck> check(String name) {
        return checks.stream().filter(check -> check.name().equals(name)).findFirst();
    }

    /** The checks that ended in some way, in order. */
    public List<VerificationCheck> with(Status status) {
        return checks.stream().filter(check -> check.status() == status).toList();
    }

    /** The certificate of a role, when one was examined. */
    public Optional<AmdCertificate> certificate(CertificateRole role) {
        return chain.stream()
                .filter(one -> one.role().filter(role::equals).isPresent())
                .findFirst();
    }

    /** The verdict and what failed, one line each. */
    @Override
    public String toString() {
        return with(Status.FAILED).stream()
                .map(VerificationCheck::toString)
                .collect(Collectors.joining("\n", verdict() + "\n", ""));
    }
}
