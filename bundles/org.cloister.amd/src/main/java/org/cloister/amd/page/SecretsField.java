// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import static org.cloister.amd.struct.Notation.BYTES;
import static org.cloister.amd.struct.Notation.HEX;
import static org.cloister.amd.struct.Notation.NUMBER;
import static org.cloister.amd.struct.Notation.SECRET;

import java.util.Arrays;
import java.util.Locale;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;

/**
 * The fields of the secrets page (SEV-SNP firmware ABI, 56860, "PAGE_TYPE_SECRETS"; its guest area: guest-hypervisor
 * communication block standardization, 56421, "SEV-SNP Secrets Page"; the fields of an SVSM: 58019).
 */
public enum SecretsField {
    /** The version of the page. */
    VERSION(0x000, 4, NUMBER, "version of the page"),
    /** Whether there is an initial migration image: bit 0, the others zero. */
    IMI_EN(0x004, 4, NUMBER, "1 with an initial migration image"),
    /** Family, model and stepping as in CPUID leaf 1, EAX. */
    FMS(0x008, 4, HEX, "processor, as in EAX of CPUID leaf 1"),
    /** The host's workarounds, as visible to the guest. */
    GOSVW(0x010, 16, BYTES, "guest-visible workarounds, from the host"),
    /** The key of messages at level 0. */
    VMPCK0(0x020, 32, SECRET, "key of messages to the firmware at level 0"),
    /** The key of messages at level 1. */
    VMPCK1(0x040, 32, SECRET, "key of messages to the firmware at level 1"),
    /** The key of messages at level 2. */
    VMPCK2(0x060, 32, SECRET, "key of messages to the firmware at level 2"),
    /** The key of messages at level 3. */
    VMPCK3(0x080, 32, SECRET, "key of messages to the firmware at level 3"),
    /** The guest's count of messages at level 0. */
    MSG_SEQNO_0(0x0a0, 4, NUMBER, "messages sent at level 0, bits 31:0"),
    /** The guest's count of messages at level 1. */
    MSG_SEQNO_1(0x0a4, 4, NUMBER, "messages sent at level 1, bits 31:0"),
    /** The guest's count of messages at level 2. */
    MSG_SEQNO_2(0x0a8, 4, NUMBER, "messages sent at level 2, bits 31:0"),
    /** The guest's count of messages at level 3. */
    MSG_SEQNO_3(0x0ac, 4, NUMBER, "messages sent at level 3, bits 31:0"),
    /** Where the guest's other processors wait. */
    AP_JUMP_TABLE(0x0b0, 8, HEX, "address of the jump table of the other processors"),
    /** The guest's count of messages at level 0, upper half. */
    MSG_SEQNO_0_HIGH(0x0b8, 4, NUMBER, "messages sent at level 0, bits 63:32"),
    /** The guest's count of messages at level 1, upper half. */
    MSG_SEQNO_1_HIGH(0x0bc, 4, NUMBER, "messages sent at level 1, bits 63:32"),
    /** The guest's count of messages at level 2, upper half. */
    MSG_SEQNO_2_HIGH(0x0c0, 4, NUMBER, "messages sent at level 2, bits 63:32"),
    /** The guest's count of messages at level 3, upper half. */
    MSG_SEQNO_3_HIGH(0x0c4, 4, NUMBER, "messages sent at level 3, bits 63:32"),
    /** The version of the guest's area. */
    GUEST_AREA_VERSION(0x0de, 2, NUMBER, "version of the guest's area"),
    /** Whatever the guest puts there. */
    GUEST_USAGE(0x0e0, 32, SECRET, "the guest's own"),
    /** Which eight bytes of a VMSA are masked. */
    VMSA_TWEAK_BITMAP(0x100, 64, BYTES, "which eight bytes of a VMSA are masked"),
    /** Where the SVSM lies. */
    SVSM_BASE(0x140, 8, HEX, "address of the SVSM"),
    /** How large the SVSM is. */
    SVSM_SIZE(0x148, 8, HEX, "bytes of the SVSM"),
    /** Where the SVSM is called. */
    SVSM_CAA(0x150, 8, HEX, "address of the SVSM's calling area"),
    /** The newest protocol of the SVSM. */
    SVSM_MAX_VERSION(0x158, 4, NUMBER, "newest version of the SVSM's protocol"),
    /** The level that the guest runs at under the SVSM. */
    SVSM_GUEST_VMPL(0x15c, 1, NUMBER, "level that the guest runs at"),
    /** How much slower the clock runs than it says, in 1/100000. */
    TSC_FACTOR(0x160, 4, NUMBER, "how much slower the clock is than its nominal frequency, in 1/100000");

    static final Layout LAYOUT = new Layout(
            "a secrets page",
            SecretsPage.SIZE,
            Arrays.stream(values()).map(SecretsField::slot).toList());

    private final Slot slot;

    SecretsField(int offset, int size, Notation notation, String meaning) {
        this.slot = new Slot(name().toLowerCase(Locale.ROOT), offset, size, notation, meaning);
    }

    /** Where it lies and how it is written. */
    public Slot slot() {
        return slot;
    }

    /** Whether its content is never shown. */
    public boolean secret() {
        return slot.notation() == SECRET;
    }
}
