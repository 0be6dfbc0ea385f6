// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;
import org.cloister.owner.evidence.Evidence;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.EvidenceShape;

/**
 * Gathers certificates of both kinds from files and folders.
 *
 * <p>A file that is named has to be one of certificates. In a folder, whose subfolders are not looked into, a file
 * counts when its beginning or its name says so; the others are listed as ignored. For one thread.
 */
public final class CertificateFiles {
    private static final Set<String> EXTENSIONS = Set.of("pem", "der", "crt", "cer", "cert");
    private static final String REVOCATION = "crl";
    private static final Bytes VERSION_1 = Bytes.ofHex("01000000");

    private final List<SourcedCertificate> legacy = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<StatedTcb> statedTcbs = new ArrayList<>();
    private CertificateBundle bundle = CertificateBundle.EMPTY;

    /**
     * Adds a file, or all files of a folder that may be of certificates.
     *
     * @throws org.cloister.api.CloisterException {@code file.…} when it does not exist, cannot be read, or is too large
     */
    public CertificateFiles add(Path path) {
        if (Files.isDirectory(path)) {
            FileContents.filesIn(path).forEach(this::addIfPlausible);
            return this;
        }
        return add(FileContents.of(path), path.toString());
    }

    /** Adds the content of a file, whatever it is; what cannot be read is among the problems of the bundle. */
    public CertificateFiles add(Bytes content, String where) {
        if (addEvidence(content, where)) {
            return this;
        }
        if (CertificateBundle.seems(content)) {
            bundle = bundle.and(CertificateBundle.read(content, where));
        } else {
            addLegacy(content, where).ifPresent(problem -> addProblem(content, where, problem));
        }
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
        boolean right = !read.crls().isEmpty() || !read.problems().isEmpty();
        bundle = bundle.and(
                right ? read : broken(noList(where, read.certificates().size())));
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

    // Both formats of AMD's begin with version 1; nothing else that is a certificate does.
    private void addProblem(Bytes content, String where, Problem problem) {
        boolean legacyFormat = content.length() > VERSION_1.length()
                && content.slice(0, VERSION_1.length()).equals(VERSION_1);
        bundle = bundle.and(legacyFormat ? broken(problem) : CertificateBundle.read(content, where));
    }

    // What hands out evidence hands out certificates in the same shapes; a table is one of certificates in any case.
    private boolean addEvidence(Bytes content, String where) {
        Evidence evidence = EvidenceReader.read(content, where);
        if (evidence.refusal().isPresent()
                || evidence.items().isEmpty()
                || evidence.shapes().equals(List.of(EvidenceShape.CERTIFICATE_TABLE))) {
            return false;
        }
        bundle = bundle.and(EvidenceCertificates.of(evidence));
        evidence.statedTcb().ifPresent(tcb -> statedTcbs.add(new StatedTcb(where, tcb)));
        return true;
    }

    private void addIfPlausible(Path file) {
        Bytes content = FileContents.of(file);
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean named = name.contains(REVOCATION) || EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
        if (addEvidence(content, file.toString())) {
            return;
        }
        if (named || CertificateBundle.seems(content)) {
            add(content, file.toString());
        } else {
            addLegacy(content, file.toString()).ifPresent(problem -> ignored.add(file.toString()));
        }
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

    /** Files in folders that were taken for something else. */
    public List<String> ignored() {
        return List.copyOf(ignored);
    }
}
