// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * Finds out by its content in which shape evidence is, and takes it apart. Whatever bytes there are, the answer is
 * never an exception. Safe to share between threads.
 */
public final class EvidenceReader {
    /** The most bytes that are looked at; evidence of clouds has at most tens of thousands. */
    public static final int MOST = 1 << 20;

    private EvidenceReader() {}

    /**
     * Reads evidence.
     *
     * @param content all of it; {@link #MOST} and one more byte of what is longer
     * @param where the file, for messages
     */
    public static ReportEvidence read(Bytes content, String where) {
        // Most evidence is nothing but a report: nothing else is loaded for it
        if (ReportSigns.report(content)) {
            return ReportEvidence.of(EvidenceShape.REPORT, content);
        }
        EvidenceParts parts = new EvidenceParts(where);
        try {
            requireSize(content, where);
            return parts.take(content) ? parts.evidence(Optional.empty()) : ReportEvidence.bare(content);
        } catch (CloisterException refused) {
            return parts.evidence(Optional.of(refused.problem()));
        }
    }

    /**
     * Reads evidence from a file, or from a folder of configfs-tsm.
     *
     * @throws CloisterException {@code file.read} when there is no such file or it cannot be read
     */
    public static ReportEvidence read(Path file) {
        return EvidenceFolder.read(file).orElseGet(() -> read(content(file), file.toString()));
    }

    /** Of what is longer than evidence is no more than shows that. */
    static Bytes content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Bytes.of(in.readNBytes(MOST + 1));
        } catch (IOException e) {
            String what = Files.exists(file) ? "this cannot be read" : "there is no such file or folder";
            throw Problem.input(OwnerCodes.FILE_READ, what)
                    .at(file.toString())
                    .expected("a file, or a folder of configfs-tsm")
                    .exception(e);
        }
    }

    static void requireSize(Bytes content, String where) {
        if (content.length() > MOST) {
            throw Problem.input(EvidenceCodes.EVIDENCE_SIZE, "this is larger than evidence is")
                    .at(where)
                    .expected("at most " + MOST + " bytes")
                    .exception();
        }
    }
}
