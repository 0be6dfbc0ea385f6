// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.tsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.TscInfoResponse;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.cloister.guest.GuestCodes;
import org.cloister.guest.GuestKey;
import org.cloister.guest.ReportRequests;
import org.cloister.guest.SecureGuest;

/**
 * A guest that asks through configfs. Each request makes an entry of its own and removes it; an entry whose generation
 * is not that of its own writes was meddled with, and the request is made again.
 */
public final class TsmGuest implements SecureGuest {
    /** Where Linux mounts it. */
    public static final Path ROOT = Path.of("/sys/kernel/config/tsm/report");

    /** What the provider has to be. */
    static final String PROVIDER = "sev_guest";

    private static final int TRIES = 5;
    // Linux, TSM_REPORT_OUTBLOB_MAX
    private static final int MOST_BLOB = 32 << 10;
    private static final int MOST_WORD = 64;

    private final ReportEntries entries;
    private final String where;

    /** A guest that asks through a folder of configfs. */
    public TsmGuest(Path root) {
        this(new EntryFiles(root), root.toString());
    }

    TsmGuest(ReportEntries entries, String where) {
        this.entries = entries;
        this.where = where;
    }

    @Override
    public String transport() {
        return "configfs-tsm";
    }

    @Override
    public Bytes report(Bytes reportData, int vmpl) {
        return extendedReport(reportData, vmpl).report();
    }

    @Override
    public synchronized Evidence extendedReport(Bytes reportData, int vmpl) {
        byte[] data = ReportRequests.padded(reportData).toArray();
        ReportRequests.level(vmpl);
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                Optional<Evidence> evidence = once(data, vmpl);
                if (evidence.isPresent()) {
                    ReportRequests.requireFresh(evidence.get().report(), reportData);
                    return evidence.get();
                }
            } catch (NoSuchFileException | AccessDeniedException e) {
                throw unusable(e);
            } catch (IOException e) {
                // EBUSY and EWOULDBLOCK look like any other failure from Java
                last = e;
            }
        }
        throw failed(last);
    }

    private Optional<Evidence> once(byte[] data, int vmpl) throws IOException {
        String entry = "cloister-" + UUID.randomUUID();
        entries.make(entry);
        try {
            return asked(entry, data, vmpl);
        } finally {
            entries.remove(entry);
        }
    }

    private Optional<Evidence> asked(String entry, byte[] data, int vmpl) throws IOException {
        requireProvider(word(entry, "provider"));
        long before = generation(entry);
        entries.write(entry, "privlevel", Integer.toString(vmpl).getBytes(StandardCharsets.US_ASCII));
        entries.write(entry, "inblob", data);
        byte[] report = entries.read(entry, "outblob", MOST_BLOB);
        byte[] certificates = entries.has(entry, "auxblob") ? entries.read(entry, "auxblob", MOST_BLOB) : new byte[0];
        // Each write counts one
        return generation(entry) == before + 2
                ? Optional.of(new Evidence(Bytes.of(report), Bytes.of(certificates), Evidence.SNP_REPORT))
                : Optional.empty();
    }

    private long generation(String entry) throws IOException {
        String text = word(entry, "generation");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("generation is '" + text + "'", e);
        }
    }

    private String word(String entry, String file) throws IOException {
        return new String(entries.read(entry, file, MOST_WORD), StandardCharsets.US_ASCII).strip();
    }

    private void requireProvider(String found) {
        if (!found.equals(PROVIDER)) {
            throw Problem.host(GuestCodes.GUEST_TSM_PROVIDER, "the reports of this guest are not AMD's")
                    .at(where)
                    .found(found)
                    .expected(PROVIDER)
                    .remedy("an SVSM or another maker's guest has reports of its own kind; use the tools for that")
                    .exception();
        }
    }

    @Override
    public GuestKey derivedKey(KeyRequest.Wanted wanted) {
        throw ReportRequests.unsupported(transport(), "derived keys", "ask through /dev/sev-guest");
    }

    @Override
    public TscInfoResponse clock() {
        throw ReportRequests.unsupported(transport(), "the clock", "read what the kernel found out in its log");
    }

    /** Does nothing: no entry outlives its request. */
    @Override
    public void close() {}

    private RuntimeException unusable(IOException cause) {
        return Problem.host(GuestCodes.GUEST_TSM_ENTRY, "no report can be asked for here")
                .at(where)
                .found(
                        cause instanceof AccessDeniedException
                                ? "no permission for " + cause.getMessage()
                                : "no file " + cause.getMessage())
                .remedy(
                        "run this as root inside an SEV-SNP guest, with configfs mounted and the module sev-guest loaded")
                .exception(cause);
    }

    private RuntimeException failed(IOException last) {
        return Problem.operation(GuestCodes.GUEST_TSM_REPORT, "no report came of " + TRIES + " requests")
                .at(where)
                .found(last == null ? "the generation changed in each of them" : String.valueOf(last.getMessage()))
                .remedy("a level below privlevel_floor is refused; else see the kernel log of the guest")
                .exception(last);
    }
}
