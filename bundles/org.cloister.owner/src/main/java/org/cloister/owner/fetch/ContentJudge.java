// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.verify.AmdAuthorities;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SnpChainVerifier;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;

/**
 * Says whether a content is what was asked for: of that chip, TCB version and generation, and signed below a trusted
 * root. Signatures and roles are judged by the verification of chains; whether a certificate suits a report is left to
 * the verification of the report.
 */
final class ContentJudge {
    private static final Comparator<AmdCrl> AGE = Comparator.comparing(AmdCrl::thisUpdate)
            .thenComparing(list -> list.number().orElse(BigInteger.ZERO));

    private final SnpChainVerifier verifier;
    private final List<AmdCertificate> authorities;

    /** @param authorities candidates for the chains beside AMD's public ones */
    ContentJudge(Roots roots, List<AmdCertificate> authorities) {
        this.verifier = SnpChainVerifier.remembering(roots, Crypto.usual());
        this.authorities = List.copyOf(authorities);
    }

    /** What is wrong with a content; empty when it is what was asked for, and good at that time. */
    String fault(KdsRequest request, Bytes content, Instant now) {
        CertificateBundle bundle = CertificateBundle.read(content, request.address());
        if (!bundle.problems().isEmpty()) {
            return bundle.problems().stream().map(Problem::message).collect(Collectors.joining("; "));
        }
        try {
            return switch (request.subject()) {
                case CHIP_CERTIFICATE -> keyFault(request, bundle, now);
                case CHIP_CHAIN -> chainFault(request, bundle, CertificateRole.ASK, now);
                case LOADED_CHAIN -> chainFault(request, bundle, CertificateRole.ASVK, now);
                case CHIP_REVOCATIONS, LOADED_REVOCATIONS -> listFault(request, bundle, now);
            };
        } catch (CloisterException e) {
            return e.problem().message();
        }
    }

    private String keyFault(KdsRequest request, CertificateBundle bundle, Instant now) {
        if (bundle.certificates().size() != 1 || !bundle.crls().isEmpty()) {
            return "it is not one certificate";
        }
        AmdCertificate key = bundle.certificates().get(0);
        if (!key.roleFaults(CertificateRole.VCEK).isEmpty()) {
            return "it is not a VCEK: " + String.join("; ", key.roleFaults(CertificateRole.VCEK));
        }
        if (!ofChip(key, request) || !ofTcb(key, request.tcb().orElseThrow())) {
            return "it is the certificate of another chip or TCB version";
        }
        if (now.isAfter(key.notAfter())) {
            return "it expired on " + key.notAfter();
        }
        return verified(request, bundle, key.notBefore()).stream()
                .filter(one -> one.certificate(CertificateRole.VCEK)
                        .filter(key::equals)
                        .isPresent())
                .findFirst()
                .map(ContentJudge::failures)
                .orElse("nothing vouches for it");
    }

    private static boolean ofChip(AmdCertificate key, KdsRequest request) {
        Bytes wanted = request.hardwareId();
        Bytes found = key.amd().hardwareId().orElse(Bytes.EMPTY);
        return found.length() >= wanted.length()
                && found.slice(0, wanted.length()).equals(wanted)
                && found.slice(wanted.length(), found.length() - wanted.length())
                        .isZero()
                && key.productName().filter(request.generation()::namedBy).isPresent();
    }

    private static boolean ofTcb(AmdCertificate key, TcbVersion wanted) {
        for (TcbComponent component : TcbComponent.values()) {
            OptionalInt value = wanted.get(component);
            Integer found = key.amd().components().get(component);
            boolean same = value.orElse(0) == (found == null ? 0 : found);
            if (!component.spare() && !same) {
                return false;
            }
        }
        return true;
    }

    private String chainFault(KdsRequest request, CertificateBundle bundle, CertificateRole role, Instant now) {
        List<CertificateRole> roles = bundle.certificates().stream()
                .flatMap(one -> one.role().stream())
                .sorted()
                .toList();
        if (!roles.equals(List.of(CertificateRole.ARK, role))
                || bundle.certificates().size() != roles.size()
                || !bundle.crls().isEmpty()) {
            return "it is not an ARK and an " + role;
        }
        boolean named = bundle.certificates().stream()
                .allMatch(one ->
                        one.productName().filter(request.generation()::namedBy).isPresent());
        return named ? failures(verifier.verify(bundle, now).get(0)) : "it is of another generation";
    }

    private String listFault(KdsRequest request, CertificateBundle bundle, Instant now) {
        if (bundle.crls().size() != 1 || !bundle.certificates().isEmpty()) {
            return "it is not one revocation list";
        }
        AmdCrl list = bundle.crls().get(0);
        String issuer = CertificateRole.ARK.commonName(request.generation().product());
        if (!list.issuer().commonName().filter(issuer::equals).isPresent()) {
            return "it is a list of another issuer than " + issuer;
        }
        if (now.isBefore(list.thisUpdate())) {
            return "it is not in force before " + list.thisUpdate();
        }
        if (now.isAfter(list.nextUpdate())) {
            return "it expired on " + list.nextUpdate();
        }
        boolean signed = verified(request, bundle, now).stream()
                .anyMatch(one -> one.check("crl.signature")
                        .filter(check -> check.status() == Status.PASSED)
                        .isPresent());
        return signed ? "" : "it was not signed by " + issuer;
    }

    private List<VerificationResult> verified(KdsRequest request, CertificateBundle bundle, Instant at) {
        CertificateBundle amds = CertificateBundle.of(AmdAuthorities.snp(request.generation()));
        return verifier.verify(bundle.and(amds).and(CertificateBundle.of(authorities)), at);
    }

    private static String failures(VerificationResult result) {
        return result.passed()
                ? ""
                : result.with(Status.FAILED).stream()
                        .map(VerificationCheck::toString)
                        .collect(Collectors.joining("; "));
    }

    /** Whether a list is older than another, by the time it was made and by its number. */
    static boolean older(AmdCrl list, AmdCrl than) {
        return AGE.compare(list, than) < 0;
    }
}
