// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.Map;
import java.util.UUID;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Bytes;

/** The table in which a host hands certificates to its guests. */
final class TableForm {
    /** Entries that are no certificates, and that hosts are known to hand out. */
    private static final Map<UUID, String> OTHERS = Map.of(
            UUID.fromString("9f4116cd-c503-4f5a-8f6f-fb68882f4ce2"), "Google's endorsement of its firmware",
            UUID.fromString("ecae0c0f-9502-43b1-afa2-0ae2e0d565b6"), "a note of go-sev-guest's about the processor");

    private TableForm() {}

    static boolean seems(Bytes content) {
        return CertificateTable.seems(content);
    }

    /**
     * Adds the certificates and says what else is there; a table of unknown entries alone counts too.
     *
     * @throws org.cloister.api.CloisterException when it has faults, and no row for a certificate
     */
    static void read(Bytes content, EvidenceParts into) {
        String where = into.place("certificate table");
        CertificateTable table =
                seems(content) ? new CertificateTable(content) : CertificateTable.decode(content, where);
        table.entries().forEach(entry -> add(entry, into));
        table.faults(where).forEach(fault -> into.note("ignored, as the table is the host's: " + fault.message()));
    }

    private static void add(CertificateEntry entry, EvidenceParts into) {
        if (entry.kind().isPresent()) {
            into.certificates(entry.content(), "entry " + entry.label());
        } else {
            into.note("entry " + entry.label() + " of the certificate table, "
                    + entry.content().length() + " bytes, is "
                    + OTHERS.getOrDefault(entry.guid(), "of a kind that is not known") + ": not looked at");
        }
    }
}
