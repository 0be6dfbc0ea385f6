// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * The report of the paravisor in Azure's guests, as the TPM's NV index 0x01400001 holds it: a head, the hardware's
 * report, and the runtime data that the report is bound to. Names of the fields are those of kinvolk/azure-cvm-tooling.
 */
final class HclReport {
    private static final Bytes MAGIC = Bytes.of("HCLA".getBytes(StandardCharsets.US_ASCII));
    private static final Slot VERSION = Slot.number("version", 0x004, 4);
    private static final Slot STATUS = Slot.hex("status", 0x010, 4);
    private static final int REPORT = 0x020;
    private static final Slot LENGTH = Slot.number("length of the runtime claims", 0x4c0, 4);
    private static final Slot CLAIMS_VERSION = Slot.number("version of the runtime claims", 0x4c4, 4);
    private static final Slot KIND = Slot.number("kind of report", 0x4c8, 4);
    private static final Slot HASH = Slot.number("hash", 0x4cc, 4);
    private static final Slot DATA_LENGTH = Slot.number("length of the runtime data", 0x4d0, 4);
    private static final int DATA = 0x4d4;
    private static final int CLAIMS_HEAD = DATA - LENGTH.offset();

    private static final List<Long> VERSIONS = List.of(1L, 2L);
    private static final long SNP = 2;
    private static final Map<Long, String> OTHER_KINDS = Map.of(3L, "VBS", 4L, "TDX");
    private static final Map<Long, Hash> HASHES = Map.of(1L, Hash.SHA256, 2L, Hash.SHA384, 3L, Hash.SHA512);

    private final Bytes content;
    private final EvidenceParts into;

    private HclReport(Bytes content, EvidenceParts into) {
        this.content = content;
        this.into = into;
    }

    static boolean seems(Bytes content) {
        return content.length() >= MAGIC.length()
                && content.slice(0, MAGIC.length()).equals(MAGIC);
    }

    static void read(Bytes content, EvidenceParts into) {
        new HclReport(content, into).read();
    }

    private void read() {
        requireLength(DATA);
        require(VERSION, VERSIONS.contains(VERSION.number(content)), "1 or 2");
        require(STATUS, STATUS.number(content) == 0, "0");
        requireSnp();
        require(CLAIMS_VERSION, CLAIMS_VERSION.number(content) == 1, "1");
        into.runtimeData(runtimeData());
        into.nested(content.slice(REPORT, AttestationReport.SIZE), "report at offset 0x20");
    }

    private RuntimeData runtimeData() {
        long length = DATA_LENGTH.number(content);
        long end = DATA + length;
        requireLength(end);
        require(LENGTH, LENGTH.number(content) == CLAIMS_HEAD + length, Long.toString(CLAIMS_HEAD + length));
        Bytes padding = content.slice((int) end, (int) (content.length() - end));
        if (!padding.isZero()) {
            throw into.wrong("there is something behind the runtime data")
                    .found(padding)
                    .expected("zeros")
                    .exception();
        }
        Hash hash = HASHES.get(HASH.number(content));
        require(HASH, hash != null, "1 (SHA-256), 2 (SHA-384) or 3 (SHA-512)");
        Bytes data = content.slice(DATA, (int) length);
        Optional<Bytes> userData = AzureRuntime.userData(data, into);
        into.note("runtime data of " + length + " bytes, "
                + userData.map(bytes -> "with user-data " + bytes.hex()).orElse("without user-data"));
        return new RuntimeData(data, hash, userData);
    }

    private void requireSnp() {
        long kind = KIND.number(content);
        String name = OTHER_KINDS.getOrDefault(kind, "a kind that is not known");
        require(KIND, kind == SNP, "2 (SEV-SNP), not one of " + name);
    }

    private void requireLength(long length) {
        if (content.length() < length) {
            throw into.wrong("the end is missing")
                    .found(content.length() + " bytes")
                    .expected("at least " + length + " bytes")
                    .exception();
        }
    }

    private void require(Slot slot, boolean right, String expected) {
        if (!right) {
            throw into.wrong(slot.name() + " is not one that is known")
                    .found(slot.number(content))
                    .expected(expected)
                    .exception();
        }
    }
}
