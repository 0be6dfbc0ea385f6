package org.cloister.owner.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * Gathers certificates of both kinds from files and folders.
 *
 * <p>A file that is named has to be one of certificates. In a folder, whose subfolders are not looked into, a file counts when its
 * beginning or its extension says so; the others are listed as ignored. For one thread.
 */
public final class CertificateFiles {
    private static final long MOST_BYTES = 8L * 1024 * 1024;
    private static final int MOST_FILES = 1024;
    private static final Set<String> EXTENSIONS = Set.of("pem", "der", "crt", "cer", "cert", "crl");

    private static final Bytes VERSION_1 = Bytes.ofHex("01000000");

    private final List<SourcedCertificate> legacy = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private CertificateBundle bundle = CertificateBundle.EMPTY;

    /**
     * Adds a file, or all files of a folder that may be of certificates.
     *
     * @throws org.cloister.api.CloisterException {@code file.read} when it does not exist or cannot be read
     */
    public CertificateFiles add(Path path) {
        if (Files.isDirectory(path)) {
            files(path).forEach(this::addIfPlausible);
        } else {
            add(content(path), path.toString());
        }
        return this;
    }

    /** Adds the content of a file, whatever it is. */
    public CertificateFiles add(Bytes content, String where) {
        if (CertificateBundle.seems(content)) {
            bundle = bundle.and(CertificateBundle.read(content, where));
        } else {
            addLegacy(content, where).ifPresent(problem -> addProblem(content, where, problem));
        }
        return this;
    }

    // Both formats of AMD's begin with version 1; nothing else that is a certificate does.
    private void addProblem(Bytes content, String where, Problem problem) {
        boolean legacyFormat = content.length() > VERSION_1.length()
                && content.slice(0, VERSION_1.length()).equals(VERSION_1);
        CertificateBundle failed = legacyFormat
                ? new CertificateBundle(List.of(), List.of(), List.of(problem))
                : CertificateBundle.read(content, where);
        bundle = bundle.and(failed);
    }

    private void addIfPlausible(Path file) {
        Bytes content = content(file);
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (EXTENSIONS.contains(extension) || CertificateBundle.seems(content)) {
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

    /** Files in folders that were taken for something else. */
    public List<String> ignored() {
        return List.copyOf(ignored);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static Bytes content(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw Problem.input("file.size", "this file is too long for one of certificates")
                        .at(file.toString())
                        .found(Files.size(file) + " bytes")
                        .expected("at most " + MOST_BYTES)
                        .exception();
            }
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CloisterException unreadable(Path path, IOException cause) {
        String what = Files.exists(path) ? "this cannot be read" : "there is no such file or folder";
        return Problem.input("file.read", what).at(path.toString()).exception(cause);
    }
}
