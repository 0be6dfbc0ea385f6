// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import static org.cloister.amd.struct.Notation.BYTES;
import static org.cloister.amd.struct.Notation.NUMBER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;

/**
 * MSG_REPORT_REQ (SEV-SNP firmware ABI, 56860, "Attestation"): the guest asks for a report. Any bytes can be read.
 * Immutable.
 *
 * @param raw all 96 bytes
 */
public record ReportRequest(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0x60;

    /** Bytes of the guest's own data. */
    public static final int REPORT_DATA = 64;

    private static final Slot DATA = new Slot("report_data", 0x00, REPORT_DATA, BYTES, "the guest's own data");
    private static final Slot VMPL = new Slot("vmpl", 0x40, 4, NUMBER, "the level that the report names");
    private static final Slot KEY_SEL = new Slot("key_sel", 0x44, 4, NUMBER, "which key shall sign");

    /** Its fields under AMD's names. */
    public static final Layout LAYOUT = new Layout("a report request", SIZE, List.of(DATA, VMPL, KEY_SEL));

    private static final int KEY_SEL_BITS = 3;

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code report-request.length}
     */
    public ReportRequest {
        LAYOUT.requireSize(raw.length(), MessageCodes.REPORT_REQUEST_LENGTH, "MSG_REPORT_REQ");
    }

    /**
     * A request.
     *
     * @param data 64 bytes that the report repeats
     * @param vmpl the privilege level that the report names, unsigned 32 bits; firmware takes 0 to 3
     * @throws org.cloister.api.CloisterException {@code field.size}, {@code field.range}
     */
    public static ReportRequest of(Bytes data, long vmpl, KeyChoice key) {
        byte[] raw = new byte[SIZE];
        DATA.put(raw, data);
        VMPL.put(raw, vmpl);
        KEY_SEL.put(raw, key.code());
        return new ReportRequest(Bytes.of(raw));
    }

    /** What the report has to repeat, 64 bytes. */
    public Bytes data() {
        return DATA.in(raw);
    }

    /** The privilege level that the report has to name, unsigned 32 bits. */
    public long vmpl() {
        return VMPL.number(raw);
    }

    /** The key to sign with; empty for the reserved choice. */
    public Optional<KeyChoice> key() {
        return KeyChoice.of((int) KEY_SEL.number(raw) & KEY_SEL_BITS);
    }

    /** Reserved bytes and bits that are not zero. */
    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>(LAYOUT.violations(raw, 0));
        long reserved = KEY_SEL.number(raw) & ~(long) KEY_SEL_BITS;
        if (reserved != 0) {
            all.add(new Violation(KEY_SEL.name(), KEY_SEL.offset(), Numbers.hex(reserved), "bits 1:0"));
        }
        return List.copyOf(all);
    }
}
