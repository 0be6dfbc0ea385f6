// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * Certificates and revocation lists as they were handed in, in any number of files. Immutable.
 *
 * @param certificates those that could be read, in order
 * @param crls those that could be read, in order
 * @param problems what could not be read, one for each; a verification fails over every one of them
 * @param ignored what could not be read either, but need not be
 */
public record CertificateBundle(
        List<AmdCertificate> certificates, List<AmdCrl> crls, List<Problem> problems, List<IgnoredItem> ignored) {
    /** Nothing at all. */
    public static final CertificateBundle EMPTY = new CertificateBundle(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public CertificateBundle {
        certificates = List.copyOf(certificates);
        crls = List.copyOf(crls);
        problems = List.copyOf(problems);
        ignored = List.copyOf(ignored);
    }

    /** With nothing that is ignored. */
    public CertificateBundle(List<AmdCertificate> certificates, List<AmdCrl> crls, List<Problem> problems) {
        this(certificates, crls, problems, List.of());
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

    /** Whether there is neither certificate nor revocation list. */
    public boolean isEmpty() {
        return certificates.isEmpty() && crls.isEmpty();
    }

    /**
     * The same, where nothing need be readable: problems are ignored. For what nobody named, or an untrusted host gave.
     */
    public CertificateBundle lenient() {
        Stream<IgnoredItem> unreadable = problems.stream().map(CertificateBundle::item);
        List<IgnoredItem> all = Stream.concat(ignored.stream(), unreadable).toList();
        return new CertificateBundle(certificates, crls, List.of(), all);
    }

    // What was found in a file of another kind may be a secret.
    private static IgnoredItem item(Problem problem) {
        boolean shown = problem.found() != null && !problem.code().equals(ProblemCodes.X509_FILE);
        String kind = shown ? problem.what() + ": " + problem.found() : problem.what();
        return new IgnoredItem(Objects.requireNonNullElse(problem.where(), ""), kind);
    }

    /** The same with something else that is ignored. */
    public CertificateBundle ignoring(List<IgnoredItem> more) {
        return new CertificateBundle(certificates, crls, problems, both(ignored, more));
    }

    /** This and another one. */
    public CertificateBundle and(CertificateBundle other) {
        return new CertificateBundle(
                both(certificates, other.certificates),
                both(crls, other.crls),
                both(problems, other.problems),
                both(ignored, other.ignored));
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
        return some.isEmpty()
                ? others
                : Stream.concat(some.stream(), others.stream()).toList();
    }
}
