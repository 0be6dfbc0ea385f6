// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.firmware.KernelHashes;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** What is shown of a table of kernel hashes (edk2, {@code OvmfPkg/AmdSev/BlobVerifierLibSevHashes}). */
final class HashTableView {
    /** What the table begins with. */
    static final Guid TABLE = Guid.of("9438d606-4f22-4cc9-b479-a793d411fd21");

    private static final int LENGTH = 168;
    private static final int ENTRY = 50;
    private static final Slot TABLE_GUID = guid(0x00, "this table");
    private static final Slot TABLE_LENGTH = number(0x10, "bytes of the table");
    private static final Slot COMMAND_LINE = guid(0x12, "command line");
    private static final Slot INITRD = guid(0x44, "initial RAM disk");
    private static final Slot KERNEL = guid(0x76, "kernel");
    private static final Map<Slot, Guid> GUIDS = Map.of(
            COMMAND_LINE, Guid.of("97d02dd8-bd20-4c94-aa78-e7714d36ab2a"),
            INITRD, Guid.of("44baf731-3a2f-4bd7-9af1-41e29169781d"),
            KERNEL, Guid.of("4de79437-abd2-427f-b835-d5b172d2045b"));
    private static final List<Slot> ENTRIES = List.of(COMMAND_LINE, INITRD, KERNEL);

    private static final Layout LAYOUT = new Layout(
            "a table of kernel hashes",
            KernelHashes.SIZE,
            List.of(
                    TABLE_GUID,
                    TABLE_LENGTH,
                    COMMAND_LINE,
                    length(COMMAND_LINE),
                    hash(COMMAND_LINE, "with the zero behind it"),
                    INITRD,
                    length(INITRD),
                    hash(INITRD, "or of no bytes"),
                    KERNEL,
                    length(KERNEL),
                    hash(KERNEL, "as it is loaded")));

    private HashTableView() {}

    static Structure of(Bytes content, String where) {
        LAYOUT.requireSize(content.length(), OwnerCodes.HASHES_LENGTH, where);
        require(content, TABLE_GUID, TABLE, where);
        requireLength(content, TABLE_LENGTH, LENGTH, where);
        for (Slot entry : ENTRIES) {
            require(content, entry, GUIDS.get(entry), where);
            requireLength(content, length(entry), ENTRY, where);
        }
        return new Structure("table of kernel hashes", LAYOUT.fields(content, 0, Slot::meaning));
    }

    private static void require(Bytes content, Slot slot, Guid expected, String where) {
        Guid found = Guid.read(content, slot.offset());
        if (!found.equals(expected)) {
            throw wrong(slot, where)
                    .found(found)
                    .expected(expected + " (" + slot.meaning() + ")")
                    .exception();
        }
    }

    private static void requireLength(Bytes content, Slot slot, int expected, String where) {
        if (slot.number(content) != expected) {
            throw wrong(slot, where)
                    .found(slot.number(content))
                    .expected(expected)
                    .exception();
        }
    }

    private static Problem wrong(Slot slot, String where) {
        return Problem.input(OwnerCodes.HASHES_ENTRY, "the table of kernel hashes is not in its order")
                .at(String.format(Locale.ROOT, "%s, %s at offset 0x%x", where, slot.name(), slot.offset()));
    }

    private static Slot guid(int offset, String meaning) {
        return new Slot("guid", offset, Guid.SIZE, Notation.BYTES, meaning);
    }

    private static Slot number(int offset, String meaning) {
        return new Slot("length", offset, Short.BYTES, Notation.NUMBER, meaning);
    }

    private static Slot length(Slot entry) {
        return number(entry.end(), "bytes of this entry");
    }

    private static Slot hash(Slot entry, String more) {
        String meaning = "SHA-256 of the " + entry.meaning() + ", " + more;
        return new Slot("hash", entry.end() + Short.BYTES, 32, Notation.BYTES, meaning);
    }
}
