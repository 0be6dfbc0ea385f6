// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.InstantOption;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.Roots;

/** What a verification trusts, and the time it judges validity at. */
final class TrustOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<Instant> at = rows.text(
                    "--at", "INSTANT", "The time to judge validity at, as 2025-06-01T12:00:00Z; now by default.")
            .as(Instant.class, new InstantOption());
    private final OptionRow<List<String>> roots =
            rows.texts("--trust-root", "FILE", "Trust the roots in this file, and AMD's no more.");
    private final OptionRow<List<String>> crls =
            rows.texts("--crl", "FILE", "Revocation lists of the chain.").many("1..*");

    Instant at() {
        return at.value() == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : at.value();
    }

    /** Files and folders with certificates, and the revocation lists. */
    CertificateFiles files(CommandContext session, List<String> paths) {
        CertificateFiles files = CertificateInput.read(session, paths);
        CertificateInput.addLists(session, files, crls.value());
        return files;
    }

    Roots roots(CommandContext session) {
        if (roots.value().isEmpty()) {
            return Roots.amd();
        }
        CertificateFiles files = CertificateInput.read(session, roots.value());
        Roots trusted = Roots.trusting(files);
        IgnoredNotes.print(session, files.ignored());
        IgnoredNotes.print(session, trusted.ignored());
        return trusted;
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
