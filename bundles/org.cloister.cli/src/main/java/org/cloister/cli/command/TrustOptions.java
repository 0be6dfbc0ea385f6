// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Problem;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.InstantOption;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.Roots;
import picocli.CommandLine.Option;

/** What a verification trusts, and the time it judges validity at. */
final class TrustOptions {
    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = InstantOption.class,
            description = "The time to judge validity at, as 2025-06-01T12:00:00Z; now by default.")
    private Instant at;

    @Option(
            names = "--trust-root",
            paramLabel = "FILE",
            description = "Trust the roots in this file, and AMD's no more.")
    private List<String> roots = new ArrayList<>();

    @Option(names = "--crl", paramLabel = "FILE", arity = "1..*", description = "Revocation lists of the chain.")
    private List<String> crls = new ArrayList<>();

    Instant at() {
        return at == null ? Instant.now() : at;
    }

    /** Files and folders with certificates, and the revocation lists. */
    CertificateFiles files(CommandContext session, List<String> paths) {
        CertificateFiles files = new CertificateFiles();
        paths.forEach(path -> files.add(path(session, path)));
        crls.forEach(path -> files.addRevocationList(path(session, path)));
        return files;
    }

    Roots roots(CommandContext session) {
        if (roots.isEmpty()) {
            return Roots.amd();
        }
        CertificateFiles files = new CertificateFiles();
        roots.forEach(path -> files.add(path(session, path)));
        return Roots.trusting(files);
    }

    private static Path path(CommandContext session, String name) {
        try {
            return session.folder().resolve(name);
        } catch (InvalidPathException e) {
            throw Problem.input("file.name", "this is not a file name").at(name).exception(e);
        }
    }
}
