// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.InvalidPathException;
import java.util.Optional;
import org.cloister.cli.session.CommandContext;
import org.cloister.owner.evidence.EvidenceFolder;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.ReportEvidence;

/** Reads what a command is given as evidence: a file in any shape, or a folder of configfs-tsm. */
final class EvidenceInput {
    private final CommandContext session;

    EvidenceInput(CommandContext session) {
        this.session = session;
    }

    /**
     * Evidence, taken or refused.
     *
     * @throws org.cloister.api.CloisterException {@code file.*} when it cannot be read
     */
    ReportEvidence read(InputFiles files, String option, String name) {
        return folder(name)
                .orElseGet(() -> EvidenceReader.read(
                        files.beginning(option, name, EvidenceReader.MOST + 1), option + " " + name));
    }

    /** What is in the folder that a name stands for, if it stands for one of configfs-tsm. */
    Optional<ReportEvidence> folder(String name) {
        try {
            return EvidenceFolder.read(session.folder().resolve(name));
        } catch (InvalidPathException noFileEither) {
            return Optional.empty();
        }
    }
}
