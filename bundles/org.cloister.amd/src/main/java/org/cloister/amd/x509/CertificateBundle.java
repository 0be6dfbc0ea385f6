// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * Certificates and revocation lists as they were handed in, in any number of files. Immutable.
 *
 * @param certificates those that could be read, in order
 * @param crls those that could be read, in order
 * @param problems what could not be read, one for each; a verification fails over every one of them
 */
public record CertificateBundle(List<AmdCertificate> certificates, List<AmdCrl> crls, List<Problem> problems) {
    /** Nothing at all. */
    public static final CertificateBundle EMPTY = new CertificateBundle(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public CertificateBundle {
        certificates = List.copyOf(certificates);
        crls = List.copyOf(crls);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a file: PEM with any number of certificates and revocation lists, one of them in DER, or a GHCB certificate
     * table.
     *
     * @param where the file, for messages
     * @return never an exception: what cannot be read is among the problems
     */
    public static CertificateBundle read(Bytes content, String where) {
        return new BundleReader(where).read(content);
    }

    /** Some certificates. */
    public static CertificateBundle of(List<AmdCertificate> certificates) {
        return new CertificateBundle(certificates, List.of(), List.of());
    }

    /** Whether a file's beginning is one of those that {@link #read} knows; the rest is ignored. */
    public static boolean seems(Bytes content) {
        return BundleReader.seems(content);
    }

    /** This and another one. */
    public CertificateBundle and(CertificateBundle other) {
        return new CertificateBundle(
                both(certificates, other.certificates), both(crls, other.crls), both(problems, other.problems));
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
