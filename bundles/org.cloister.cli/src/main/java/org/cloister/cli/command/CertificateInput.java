// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.verify.CertificateFiles;

/** Certificates by the names of their files and folders. A pipe is waited for, and a cancellation ends the waiting. */
final class CertificateInput {
    private CertificateInput() {}

    /** What files and folders hold. */
    static CertificateFiles read(CommandContext session, List<String> paths) {
        CertificateFiles files = new CertificateFiles();
        add(session, files, paths, CertificateFiles::add);
        return files;
    }

    /** Adds revocation lists. */
    static void addLists(CommandContext session, CertificateFiles files, List<String> paths) {
        add(session, files, paths, CertificateFiles::addRevocationList);
    }

    private static void add(
            CommandContext session,
            CertificateFiles files,
            List<String> paths,
            BiConsumer<CertificateFiles, Path> reading) {
        InterruptibleRead.call(session.cancellation(), () -> {
            paths.forEach(path -> reading.accept(files, session.input(path)));
            return files;
        });
    }
}
