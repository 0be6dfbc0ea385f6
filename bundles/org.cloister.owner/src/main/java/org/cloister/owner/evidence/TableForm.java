// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.UUID;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/** The table in which a host hands certificates to its guests. */
final class TableForm {
    /** Entries that are no certificates, and that hosts are known to hand out. */
    private static final Map<UUID, String> OTHERS = Map.of(
            UUID.fromString("9f4116cd-c503-4f5a-8f6f-fb68882f4ce2"), "Google's endorsement of its firmware",
            UUID.fromString("ecae0c0f-9502-43b1-afa2-0ae2e0d565b6"), "a note of go-sev-guest's about the processor");

    private TableForm() {}

    static boolean seems(Bytes content) {
        return content.length() >= Guid.SIZE && (beginsWithKind(content) || hasKind(content));
    }

    /** Adds the certificates and says what else is there; a table of unknown entries alone counts too. */
    static void read(Bytes content, EvidenceParts into) {
        CertificateTable table = CertificateTable.decode(content, into.place("certificate table"));
        for (CertificateEntry entry : table.entries()) {
            if (entry.kind().isPresent()) {
                into.certificates(entry.content(), "entry " + entry.label());
            } else {
                into.note("entry " + entry.label() + " of the certificate table, "
                        + entry.content().length() + " bytes, is "
                        + OTHERS.getOrDefault(entry.guid(), "of a kind that is not known") + ": not looked at");
            }
        }
    }

    private static boolean beginsWithKind(Bytes content) {
        var text = content.buffer().order(ByteOrder.BIG_ENDIAN);
        return CertificateKind.of(new UUID(text.getLong(), text.getLong())).isPresent()
                || CertificateKind.of(Guid.read(content, 0).value()).isPresent();
    }

    private static boolean hasKind(Bytes content) {
        try {
            return CertificateTable.decode(content, "").entries().stream()
                    .anyMatch(entry -> entry.kind().isPresent());
        } catch (CloisterException noTable) {
            return false;
        }
    }
}
