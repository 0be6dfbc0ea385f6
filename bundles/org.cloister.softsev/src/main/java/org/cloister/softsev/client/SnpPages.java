// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * System memory and the reverse map table beside one SEV-SNP guest, for code that plays the hypervisor; got by
 * {@code adapt(SnpPages.class)} from a machine for SEV-SNP. Pages have system physical addresses, which are the same
 * for all machines of a platform; those that were allocated here go with the machine. A page of the guest's gets its
 * address when it is asked for first. Safe for use by several threads.
 *
 * <p>Methods throw {@code memory.outside} for addresses without memory, unless they say otherwise. Once the machine was
 * closed its pages are gone, and what would make or change one throws {@code memory.closed}.
 *
 * @since 1.1
 */
@ProviderType
public interface SnpPages {
    /** What RMPUPDATE and PSMASH answer in EAX (APM volume 3). */
    enum Result {
        /** 0. */
        DONE,
        /** 1: an address that is not a multiple of the page's size, or fields that do not fit. */
        FAIL_INPUT,
        /** 2: the entry is immutable. */
        FAIL_PERMISSION,
        /** 4: entries of the other size are in the way. */
        FAIL_OVERLAP
    }

    /**
     * What RMPUPDATE writes.
     *
     * @param assigned whether the page is given to a guest or the firmware
     * @param large whether the entry is for 2 MiB
     * @param immutable whether only the firmware can change the entry from then on
     * @param asid of the guest; 0 for the firmware and the hypervisor
     * @param gpa where the guest will see the page; 0 with ASID 0
     */
    record Update(boolean assigned, boolean large, boolean immutable, int asid, long gpa) {
        /** The page is the hypervisor's. */
        public static final Update HYPERVISOR = new Update(false, false, false, 0, 0);
        /** The page, of 4096 bytes, is the firmware's. */
        public static final Update FIRMWARE = new Update(true, false, true, 0, 0);

        /** The same, for a page of this size. */
        public Update withLarge(boolean isLarge) {
            return new Update(assigned, isLarge, immutable, asid, gpa);
        }
    }

    /**
     * Memory of zeros, the hypervisor's.
     *
     * @param large 512 pages at a multiple of 2 MiB, or one page
     * @param covered whether the reverse map table covers it
     * @return its address
     */
    long allocate(boolean large, boolean covered);

    /**
     * The address of the guest's context page.
     *
     * @throws org.cloister.api.CloisterException {@code guest.state} before the launch was started
     */
    long contextAddress();

    /** The guest's ASID; 0 before the launch was started. */
    int asid();

    /**
     * Where the guest's page lies.
     *
     * @param gpa guest-physical address, a multiple of 4096
     * @throws org.cloister.api.CloisterException {@code memory.refused} when the guest has no page there
     */
    long address(long gpa);

    /**
     * Where the page with a processor's registers lies.
     *
     * @throws org.cloister.api.CloisterException {@code memory.refused} before the launch has taken the registers
     */
    long vmsaAddress(int vcpu);

    /**
     * Changes the nested page table: another page lies behind a private address. The one that lay there stays where it
     * is, without an address of the guest's.
     *
     * @param gpa guest-physical address, a multiple of the page's size
     * @param page of this machine, without an address of the guest's yet
     * @throws org.cloister.api.CloisterException {@code memory.refused} when either is not so
     */
    void map(long gpa, long page);

    /** Has a processor's registers be in another page; otherwise as {@link #map}. */
    void mapVmsa(int vcpu, long page);

    /** A page's entry in the reverse map table; of memory that it does not cover that of a page of the hypervisor's. */
    RmpEntry entry(long page);

    /** What a page is to the firmware. */
    RmpState state(long page);

    /** The instruction RMPUPDATE; {@code FAIL_INPUT} for addresses without memory, or outside the table. */
    Result rmpUpdate(long page, Update update);

    /** The instruction PSMASH: 512 pages of one of 2 MiB. */
    Result psmash(long page);

    /**
     * The bytes of a page as they lie there, ciphertext where it is encrypted.
     *
     * @param page its address
     * @return 4096 bytes
     */
    Bytes read(long page);

    /**
     * Writes a page that is the hypervisor's.
     *
     * @param page its address
     * @param content 4096 bytes
     * @throws org.cloister.api.CloisterException {@code memory.refused} where the processor faults: the page is
     *     assigned
     */
    void write(long page, Bytes content);

    /**
     * Has the firmware carry a command out. One that is refused has changed nothing.
     *
     * @throws org.cloister.amd.channel.SevCommandException with the firmware's status
     */
    void execute(SnpPageCommand command);
}
