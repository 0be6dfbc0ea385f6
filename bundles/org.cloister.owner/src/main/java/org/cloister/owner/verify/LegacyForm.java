package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.owner.verify.LegacyChain.Sourced;

/** What the form of legacy certificates leaves to check: no byte may be there that neither means anything nor is signed. */
final class LegacyForm {
    /** Whose signatures each certificate carries (SEV API, 55766, "Certificate hierarchy"). */
    private static final Map<KeyUsage, Set<KeyUsage>> SIGNERS = Map.of(
            KeyUsage.PDH, Set.of(KeyUsage.PEK),
            KeyUsage.PEK, Set.of(KeyUsage.OCA, KeyUsage.CEK),
            KeyUsage.OCA, Set.of(KeyUsage.OCA),
            KeyUsage.CEK, Set.of(KeyUsage.ASK));

    private LegacyForm() {}

    /** What is wrong, one sentence each. */
    static List<String> faults(LegacyChain chain) {
        List<String> faults = new ArrayList<>();
        Stream.of(chain.ark(), chain.ask()).flatMap(Optional::stream).forEach(one -> {
            addViolations(faults, one);
            if (one.certificate().usage() == KeyUsage.ASK
                    && one.certificate().signature().isEmpty()) {
                faults.add(one + " has no signature");
            }
        });
        Stream.of(chain.cek(), chain.oca(), chain.pek(), chain.pdh())
                .flatMap(Optional::stream)
                .forEach(one -> {
                    addViolations(faults, one);
                    checkSigners(faults, one);
                });
        return faults;
    }

    private static void addViolations(List<String> faults, Sourced<? extends AmdFormatCertificate> one) {
        one.certificate().violations().forEach(violation -> faults.add(one + ": " + violation));
    }

    private static void checkSigners(List<String> faults, Sourced<SevCertificate> one) {
        List<CertificateSignature> both =
                List.of(one.certificate().first(), one.certificate().second());
        List<KeyUsage> present = both.stream()
                .map(CertificateSignature::usage)
                .filter(usage -> usage != KeyUsage.NONE)
                .toList();
        Set<KeyUsage> expected = SIGNERS.getOrDefault(one.certificate().usage(), Set.of());
        if (present.size() != expected.size() || !Set.copyOf(present).equals(expected)) {
            faults.add(one + " says that it is signed by " + names(present) + ", expected " + names(expected));
        }
        both.stream()
                .filter(signature -> signature.usage() == KeyUsage.NONE && signature.algorithm() != KeyAlgorithm.NONE)
                .forEach(signature -> faults.add(one + " names an algorithm for a signature that is not there"));
    }

    private static String names(Collection<KeyUsage> usages) {
        String names = usages.stream().map(KeyUsage::name).sorted().collect(Collectors.joining(" and "));
        return names.isEmpty() ? "nobody" : names;
    }
}
