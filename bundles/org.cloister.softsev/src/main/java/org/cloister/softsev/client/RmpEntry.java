// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

/**
 * A page's entry in the reverse map table (APM volume 2, 15.36.3). Each page of 4096 bytes of a page of 2 MiB tells the
 * entry of the whole, with its own address. Immutable.
 *
 * @param assigned whether it belongs to a guest or the firmware
 * @param large whether the entry is for a page of 2 MiB
 * @param immutable whether instructions cannot change it, nor the guest use the page: the firmware has it
 * @param asid of the guest; 0 when it belongs to none
 * @param gpa guest-physical address of the page; of a metadata page that of its guest's context page; else 0
 * @param vmsa whether a processor's registers are in it; with ASID 0, a guest's context
 * @param validated whether the guest has taken it: by PVALIDATE, or in its launch
 * @param permissions what the guest's privilege levels may do with it
 */
public record RmpEntry(
        boolean assigned,
        boolean large,
        boolean immutable,
        int asid,
        long gpa,
        boolean vmsa,
        boolean validated,
        VmplPermissions permissions) {
    /** A page of the hypervisor's. */
    public static final RmpEntry HYPERVISOR =
            new RmpEntry(false, false, false, 0, 0, false, false, VmplPermissions.NONE);

    /** A page of 4096 bytes of the firmware's. */
    public static final RmpEntry FIRMWARE = new RmpEntry(true, false, true, 0, 0, false, false, VmplPermissions.NONE);

    /** A page of 4096 bytes of a guest's, as RMPUPDATE gives it and, perhaps, the guest took it. */
    public static RmpEntry guest(int asid, long gpa, boolean validated) {
        return new RmpEntry(true, false, false, asid, gpa, false, validated, VmplPermissions.ASSIGNED);
    }

    /** What the page is. */
    public RmpState state() {
        if (!assigned) {
            return immutable ? RmpState.HV_FIXED : RmpState.HYPERVISOR;
        }
        if (asid != 0) {
            return guestState();
        }
        if (!immutable) {
            return RmpState.RECLAIM;
        }
        if (gpa != 0) {
            return RmpState.METADATA;
        }
        return vmsa ? RmpState.CONTEXT : RmpState.FIRMWARE;
    }

    private RmpState guestState() {
        if (immutable) {
            return validated ? RmpState.PRE_SWAP : RmpState.PRE_GUEST;
        }
        return validated ? RmpState.GUEST_VALID : RmpState.GUEST_INVALID;
    }

    /** The same, for a page of this size. */
    public RmpEntry withLarge(boolean isLarge) {
        return new RmpEntry(assigned, isLarge, immutable, asid, gpa, vmsa, validated, permissions);
    }

    /** The same, that instructions can or cannot change. */
    public RmpEntry withImmutable(boolean isImmutable) {
        return new RmpEntry(assigned, large, isImmutable, asid, gpa, vmsa, validated, permissions);
    }

    /** The same, of a page that the guest has or has not taken. */
    public RmpEntry withValidated(boolean isValidated) {
        return new RmpEntry(assigned, large, immutable, asid, gpa, vmsa, isValidated, permissions);
    }

    /** The same, for a guest-physical address, and with or without registers. */
    public RmpEntry withPlace(long address, boolean isVmsa) {
        return new RmpEntry(assigned, large, immutable, asid, address, isVmsa, validated, permissions);
    }

    /** The same with other permissions. */
    public RmpEntry withPermissions(VmplPermissions others) {
        return new RmpEntry(assigned, large, immutable, asid, gpa, vmsa, validated, others);
    }
}
