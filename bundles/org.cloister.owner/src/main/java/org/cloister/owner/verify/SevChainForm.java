// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.owner.verify.SevChain.Sourced;

/**
 * What the form of legacy certificates leaves to check: no byte may be there that neither means anything nor is signed.
 */
final class SevChainForm {
    /** Whose signatures each certificate carries (SEV API, 55766, "Certificate hierarchy"). */
    private static final Map<KeyUsage, Set<KeyUsage>> SIGNERS = Map.of(
            KeyUsage.PDH, Set.of(KeyUsage.PEK),
            KeyUsage.PEK, Set.of(KeyUsage.OCA, KeyUsage.CEK),
            KeyUsage.OCA, Set.of(KeyUsage.OCA),
            KeyUsage.CEK, Set.of(KeyUsage.ASK));

    private SevChainForm() {}

    /** What is wrong with the certificates of a chain, one sentence each. */
    static List<String> faults(SevChain chain) {
        return chain.found().flatMap(one -> faults(one).stream()).toList();
    }

    /** What is wrong with a certificate, one sentence each. */
    static List<String> faults(Sourced<? extends AmdFormatCertificate> one) {
        List<String> faults = new ArrayList<>();
        one.certificate().violations().forEach(violation -> faults.add(one + ": " + violation));
        if (one.certificate() instanceof SevCertificate certificate) {
            checkSigners(faults, certificate, one.name());
        }
        return faults;
    }

    private static void checkSigners(List<String> faults, SevCertificate certificate, String name) {
        List<CertificateSignature> both = List.of(certificate.first(), certificate.second());
        List<KeyUsage> present = both.stream()
                .map(CertificateSignature::usage)
                .filter(usage -> usage != KeyUsage.NONE)
                .toList();
        Set<KeyUsage> expected = SIGNERS.getOrDefault(certificate.usage(), Set.of());
        if (present.size() != expected.size() || !Set.copyOf(present).equals(expected)) {
            faults.add(name + " says that it is signed by " + names(present) + ", expected " + names(expected));
        }
        both.stream()
                .filter(signature -> signature.usage() == KeyUsage.NONE && signature.algorithm() != KeyAlgorithm.NONE)
                .forEach(signature -> faults.add(name + " names an algorithm for a signature that is not there"));
    }

    private static String names(Collection<KeyUsage> usages) {
        String names = usages.stream().map(KeyUsage::name).sorted().collect(Collectors.joining(" and "));
        return names.isEmpty() ? "nobody" : names;
    }
}
