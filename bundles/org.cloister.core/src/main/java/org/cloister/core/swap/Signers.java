// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.operate.BackendFile;

/**
 * Who signed what of a jar.
 *
 * @param entries for each entry that can be signed, by name, those who signed it
 */
record Signers(Map<String, Set<BackendFile.Signer>> entries) {
    private static final int LONGEST_SUBJECT = 200;

    static Signers of(Map<String, List<CodeSigner>> signed) {
        Map<String, Set<BackendFile.Signer>> entries = new LinkedHashMap<>();
        signed.forEach((name, signers) -> {
            if (!JarSignatures.related(name)) {
                Set<BackendFile.Signer> known = new LinkedHashSet<>();
                signers.forEach(signer -> known.add(signer(signer)));
                entries.put(name, known);
            }
        });
        return new Signers(entries);
    }

    /**
     * Whether a certificate is out of date is not asked: a certificate that is trusted by its digest is trusted until
     * that is taken back.
     */
    private static BackendFile.Signer signer(CodeSigner signer) {
        X509Certificate certificate = (X509Certificate) JarSignatures.certificate(signer);
        try {
            // Anything can stand in a name
            String subject = certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "?");
            return new BackendFile.Signer(
                    subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)),
                    sha256(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new SecurityException(e);
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All who signed anything. */
    List<BackendFile.Signer> all() {
        return entries.values().stream().flatMap(Set::stream).distinct().toList();
    }

    /** An entry that none of these signed. */
    Optional<String> notBy(Set<String> trusted) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().stream().noneMatch(signer -> trusted.contains(signer.sha256())))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
