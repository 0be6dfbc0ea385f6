// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/** Reads evidence from a folder of configfs-tsm, within limits. */
public final class EvidenceFolder {
    private EvidenceFolder() {}

    /**
     * Reads a folder such as {@code /sys/kernel/config/tsm/report/NAME}: what counts are its files {@code outblob},
     * {@code auxblob}, {@code provider} and {@code manifestblob}.
     *
     * @return empty where it is not a folder, or has no {@code outblob}; never an exception
     */
    public static Optional<ReportEvidence> read(Path folder) {
        return Files.isDirectory(folder) && Files.isRegularFile(folder.resolve(TsmReport.OUTBLOB))
                ? Optional.of(taken(folder))
                : Optional.empty();
    }

    private static ReportEvidence taken(Path folder) {
        EvidenceParts parts = new EvidenceParts(folder.toString());
        parts.enter(EvidenceShape.TSM_FOLDER);
        try {
            new TsmReport(
                            file(folder, TsmReport.PROVIDER),
                            file(folder, TsmReport.OUTBLOB),
                            file(folder, TsmReport.AUXBLOB),
                            file(folder, TsmReport.MANIFEST))
                    .read(parts);
            return parts.evidence(Optional.empty());
        } catch (CloisterException refused) {
            return parts.evidence(Optional.of(refused.problem()));
        }
    }

    private static Optional<Bytes> file(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Bytes content = EvidenceReader.content(file);
        EvidenceReader.requireSize(content, file.toString());
        return Optional.of(content);
    }
}
