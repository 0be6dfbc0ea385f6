// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import static org.cloister.amd.struct.Notation.BYTES;
import static org.cloister.amd.struct.Notation.HEX;
import static org.cloister.amd.struct.Notation.NUMBER;

import java.util.Locale;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;

/**
 * The fields of an attestation report (SEV-SNP firmware ABI, 56860, "ATTESTATION_REPORT"), each with its offset, its
 * size, how it is written, and the first version of the report that has it. Where a version has no field, its bytes are
 * zero, as far as this program knows.
 */
public enum ReportField {
    /** The version of the report's format. */
    VERSION(0x000, 4, NUMBER, 2, "version of the report's format"),
    /** The guest's own security version. */
    GUEST_SVN(0x004, 4, NUMBER, 2, "security version of the guest, from its ID block"),
    /** The guest's policy. */
    POLICY(0x008, 8, HEX, 2, "guest policy"),
    /** The family id of the ID block. */
    FAMILY_ID(0x010, 16, BYTES, 2, "family of the guest, from its ID block"),
    /** The image id of the ID block. */
    IMAGE_ID(0x020, 16, BYTES, 2, "image of the guest, from its ID block"),
    /** The privilege level that asked for the report. */
    VMPL(0x030, 4, NUMBER, 2, "privilege level that asked for the report"),
    /** How the report is signed. */
    SIGNATURE_ALGO(0x034, 4, NUMBER, 2, "signature algorithm"),
    /** The TCB version that runs. */
    CURRENT_TCB(0x038, 8, HEX, 2, "TCB version that runs"),
    /** Switches of the platform. */
    PLATFORM_INFO(0x040, 8, HEX, 2, "platform"),
    /** Which key signed, and what is masked. */
    KEY_INFO(0x048, 4, HEX, 2, "keys"),
    /** What the guest put in. */
    REPORT_DATA(0x050, 64, BYTES, 2, "what the guest put in"),
    /** The launch digest. */
    MEASUREMENT(0x090, 48, BYTES, 2, "launch digest"),
    /** What the host put in at launch. */
    HOST_DATA(0x0c0, 32, BYTES, 2, "what the host put in at launch"),
    /** The digest of the ID key. */
    ID_KEY_DIGEST(0x0e0, 48, BYTES, 2, "SHA-384 of the key that signed the ID block"),
    /** The digest of the author key. */
    AUTHOR_KEY_DIGEST(0x110, 48, BYTES, 2, "SHA-384 of the key that certified the ID key"),
    /** The guest's report id. */
    REPORT_ID(0x140, 32, BYTES, 2, "drawn at launch, the same in all reports of the guest"),
    /** The report id of the migration agent. */
    REPORT_ID_MA(0x160, 32, BYTES, 2, "report id of the migration agent"),
    /** The TCB version that the signing key stands for. */
    REPORTED_TCB(0x180, 8, HEX, 2, "TCB version that the signing key stands for"),
    /** CPUID family. */
    CPUID_FAM_ID(0x188, 1, HEX, 3, "family of the processor"),
    /** CPUID model. */
    CPUID_MOD_ID(0x189, 1, HEX, 3, "model of the processor"),
    /** CPUID stepping. */
    CPUID_STEP(0x18a, 1, NUMBER, 3, "stepping of the processor"),
    /** The chip's identity. */
    CHIP_ID(0x1a0, 64, BYTES, 2, "identity of the chip"),
    /** The TCB version that nobody can go below. */
    COMMITTED_TCB(0x1e0, 8, HEX, 2, "TCB version that the platform cannot go below"),
    /** Build of the firmware that runs. */
    CURRENT_BUILD(0x1e8, 1, NUMBER, 2, "build of the firmware that runs"),
    /** Minor version of the firmware that runs. */
    CURRENT_MINOR(0x1e9, 1, NUMBER, 2, "minor version of the firmware that runs"),
    /** Major version of the firmware that runs. */
    CURRENT_MAJOR(0x1ea, 1, NUMBER, 2, "major version of the firmware that runs"),
    /** Build of the committed firmware. */
    COMMITTED_BUILD(0x1ec, 1, NUMBER, 2, "build of the firmware that the platform cannot go below"),
    /** Minor version of the committed firmware. */
    COMMITTED_MINOR(0x1ed, 1, NUMBER, 2, "its minor version"),
    /** Major version of the committed firmware. */
    COMMITTED_MAJOR(0x1ee, 1, NUMBER, 2, "its major version"),
    /** The TCB version at launch. */
    LAUNCH_TCB(0x1f0, 8, HEX, 2, "TCB version when the guest was launched or came in"),
    /** The mitigations at launch. */
    LAUNCH_MIT_VECTOR(0x1f8, 8, HEX, 5, "mitigations verified when the guest was launched"),
    /** The mitigations now. */
    CURRENT_MIT_VECTOR(0x200, 8, HEX, 5, "mitigations verified now"),
    /** The extended TCB version that runs; on Venice, else zero. Unverified, like the next two. */
    CURRENT_ETCB(0x220, 32, BYTES, 6, "extended TCB version that runs"),
    /** The extended TCB version at launch. */
    LAUNCH_ETCB(0x240, 32, BYTES, 6, "extended TCB version when the guest was launched or came in"),
    /** The extended TCB version that nobody can go below. */
    COMMITTED_ETCB(0x260, 32, BYTES, 6, "extended TCB version that the platform cannot go below"),
    /** The first half of the signature. */
    SIGNATURE_R(0x2a0, 72, BYTES, 2, "first number of the signature, lowest byte first"),
    /** The second half of the signature. */
    SIGNATURE_S(0x2e8, 72, BYTES, 2, "second number of the signature, lowest byte first");

    private final Slot slot;
    private final int since;

    ReportField(int offset, int size, Notation notation, int since, String meaning) {
        this.slot = new Slot(name().toLowerCase(Locale.ROOT), offset, size, notation, meaning);
        this.since = since;
    }

    /** Where it lies and how it is written. */
    public Slot slot() {
        return slot;
    }

    /** The first version of the report that has it. */
    public int since() {
        return since;
    }

    /** The field that a slot is of. */
    static ReportField of(Slot slot) {
        return valueOf(slot.name().toUpperCase(Locale.ROOT));
    }
}
