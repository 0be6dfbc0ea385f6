// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.EvidenceShape;
import org.cloister.owner.evidence.ReportEvidence;

/**
 * Gathers certificates of both kinds from files and folders.
 *
 * <p>A file that is named has to be one of certificates: when nothing in it can be read, that is among the problems. In
 * folders, whose subfolders are not looked into, and in what an untrusted host hands over, only what is used can fail;
 * the rest is listed as ignored, with what it is. For one thread.
 */
public final class CertificateFiles {
    private static final Bytes VERSION_1 = Bytes.ofHex("01000000");

    private final List<SourcedCertificate> legacy = new ArrayList<>();
    private final List<StatedTcb> statedTcbs = new ArrayList<>();
    private CertificateBundle bundle = CertificateBundle.EMPTY;

    /**
     * Adds a file, or all files of a folder that are of certificates.
     *
     * @throws org.cloister.api.CloisterException {@code file.…} when it does not exist, cannot be read, or is too large
     */
    public CertificateFiles add(Path path) {
        if (Files.isDirectory(path)) {
            List<IgnoredItem> unread =
                    new CertificateFolder(path).read((file, content) -> addCandidates(content, file.toString()));
            bundle = bundle.ignoring(unread);
            return this;
        }
        return add(FileContents.of(path), path.toString());
    }

    /**
     * Adds the content of a file that somebody named; when nothing in it can be read, that is among the problems of the
     * bundle.
     */
    public CertificateFiles add(Bytes content, String where) {
        if (addEvidence(content, where)) {
            return this;
        }
        CertificateBundle read = read(content, where);
        bundle = bundle.and(read.isEmpty() ? read : read.lenient());
        return this;
    }

    /**
     * Adds what nobody named and may be of certificates: entries of a host's table, items of JSON, what was fetched.
     * What cannot be read is ignored.
     */
    public CertificateFiles addCandidates(Bytes content, String where) {
        if (addEvidence(content, where)) {
            return this;
        }
        CertificateBundle read = read(content, where);
        ContentKind kind = ContentKind.of(content);
        boolean other = read.isEmpty() && !read.problems().isEmpty() && !kind.mayBeCertificate() && !isLegacy(content);
        bundle = bundle.and(
                other
                        ? CertificateBundle.EMPTY.ignoring(List.of(new IgnoredItem(where, kind.toString())))
                        : read.lenient());
        return this;
    }

    /**
     * Adds a file of revocation lists.
     *
     * @throws org.cloister.api.CloisterException {@code file.…} when it does not exist, cannot be read, or is too large
     */
    public CertificateFiles addRevocationList(Path file) {
        return addRevocationList(FileContents.of(file), file.toString());
    }

    /** Adds the content of a file of revocation lists; that it has none is among the problems of the bundle. */
    public CertificateFiles addRevocationList(Bytes content, String where) {
        CertificateBundle read = CertificateBundle.read(content, where);
        if (!read.crls().isEmpty()) {
            bundle = bundle.and(read.lenient());
        } else {
            List<AmdCertificate> others = read.certificates();
            bundle = bundle.and(others.isEmpty() ? read : broken(noList(where, others.size())));
        }
        return this;
    }

    private static Problem noList(String where, int certificates) {
        return Problem.input(OwnerCodes.X509_CRL, "this file has no revocation list")
                .at(where)
                .found(certificates + " certificates")
                .expected("X509 CRL");
    }

    private static CertificateBundle broken(Problem problem) {
        return new CertificateBundle(List.of(), List.of(), List.of(problem));
    }

    /** What X.509 there is; nothing and no problem where all is in AMD's own formats. */
    private CertificateBundle read(Bytes content, String where) {
        if (CertificateBundle.seems(content)) {
            return CertificateBundle.read(content, where);
        }
        return addLegacy(content, where)
                .map(problem -> isLegacy(content) ? broken(problem) : CertificateBundle.read(content, where))
                .orElse(CertificateBundle.EMPTY);
    }

    // What hands out evidence hands out certificates in the same shapes; a table is one of certificates in any case.
    private boolean addEvidence(Bytes content, String where) {
        ReportEvidence evidence = EvidenceReader.read(content, where);
        if (evidence.refusal().isPresent()
                || evidence.items().isEmpty()
                || evidence.shapes().equals(List.of(EvidenceShape.CERTIFICATE_TABLE))) {
            return false;
        }
        bundle = bundle.and(EvidenceCertificates.of(evidence));
        evidence.statedTcb().ifPresent(tcb -> statedTcbs.add(new StatedTcb(where, tcb)));
        return true;
    }

    // Both formats of AMD's begin with version 1; nothing else that is a certificate does.
    private static boolean isLegacy(Bytes content) {
        return content.length() > VERSION_1.length()
                && content.slice(0, VERSION_1.length()).equals(VERSION_1);
    }

    /** Adds certificates in AMD's own formats; what keeps the content from being that, if anything. */
    private Optional<Problem> addLegacy(Bytes content, String where) {
        try {
            for (AmdFormatCertificate one : CertificateFile.decode(content, where)) {
                legacy.add(new SourcedCertificate(one, where));
            }
            return Optional.empty();
        } catch (CloisterException e) {
            return Optional.of(e.problem());
        }
    }

    /** All of these and of others; neither changes by it. */
    public CertificateFiles and(CertificateFiles others) {
        CertificateFiles both = new CertificateFiles();
        Stream.of(this, others).forEach(one -> {
            both.legacy.addAll(one.legacy);
            both.statedTcbs.addAll(one.statedTcbs);
            both.bundle = both.bundle.and(one.bundle);
        });
        return both;
    }

    /** X.509 certificates and revocation lists, with what could not be read. */
    public CertificateBundle bundle() {
        return bundle;
    }

    /** Certificates in AMD's own formats. */
    public List<SourcedCertificate> legacy() {
        return List.copyOf(legacy);
    }

    /** For which TCB versions certificates were handed out, where somebody says so. */
    public List<StatedTcb> statedTcbs() {
        return List.copyOf(statedTcbs);
    }

    /** What was taken for something else, or need not be readable and is not. */
    public List<IgnoredItem> ignored() {
        return bundle.ignored();
    }
}
