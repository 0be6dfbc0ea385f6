// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.List;
import org.cloister.amd.status.Errno;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.VmplPermissions;
import org.cloister.softsev.memory.PageAssignment;
import org.cloister.softsev.memory.SparseMemory;

/**
 * How a SEV-SNP guest that runs takes and gives pages, for code that plays the guest. Got by
 * {@code VirtualMachine.adapt(PageStateChanges.class)}; safe for use by several threads.
 */
public final class PageStateChanges {
    /** What PVALIDATE answers (APM volume 3, PVALIDATE). */
    public enum Validation {
        /** EAX 0, CF 0: the page's state was changed. */
        CHANGED,
        /** EAX 0, CF 1: the page was in that state before. */
        UNCHANGED,
        /** EAX 1: the address is not a multiple of the page size. */
        FAIL_INPUT,
        /** EAX 6: the table has an entry for a page of another size. */
        FAIL_SIZEMISMATCH
    }

    /** What RMPADJUST answers (APM volume 3, RMPADJUST). */
    public enum Adjustment {
        /** EAX 0. */
        DONE,
        /** EAX 1: the address is not a multiple of the page size. */
        FAIL_INPUT,
        /** EAX 2: the target is not less privileged, or would get what the current level has not. */
        FAIL_PERMISSION,
        /** EAX 6: the table has an entry for a page of another size. */
        FAIL_SIZEMISMATCH
    }

    /**
     * What RMPADJUST is asked for.
     *
     * @param gpa guest-physical address of the page; the guest names it by a linear one
     * @param large whether a page of 2 MiB is meant, and not one of 4096 bytes
     * @param current privilege level that executes the instruction, 0 to 3
     * @param target level whose permissions are set
     * @param permissions the new mask ({@link VmplPermissions})
     * @param vmsa whether a processor's registers are in the page; regarded at level 0 alone
     */
    public record RmpAdjust(long gpa, boolean large, int current, int target, int permissions, boolean vmsa) {}

    private static final long ENCRYPTED = 1 << 4;
    private static final long LARGE = 2L << 20;

    private final SparseMemory memory;
    private final PageAssignment pages;

    PageStateChanges(SparseMemory memory, PageAssignment pages) {
        this.memory = memory;
        this.pages = pages;
    }

    /**
     * The hypercall KVM_HC_MAP_GPA_RANGE, by which KVM hands the guest's request for page state changes on (Linux,
     * Documentation/virt/kvm/x86/hypercalls.rst), answered as QEMU does. A page that becomes shared loses its content;
     * one that becomes private is empty, and not validated.
     *
     * @param gpa guest-physical address
     * @param npages pages of 4096 bytes
     * @param attributes bit 4: private; bits 3:0, the size of pages, are a hint that is not needed
     * @return 0, or the error number, positive: {@code EINVAL} for a range that is not a range of whole pages, or not
     *     the machine's. A range without any memory can be shared, which does nothing
     * @throws org.cloister.api.CloisterException {@code guest.state} before the launch is finished,
     *     {@code memory.closed}
     */
    public int mapGpaRange(long gpa, long npages, long attributes) {
        synchronized (memory) {
            requireRunning();
            boolean encrypted = (attributes & ENCRYPTED) != 0;
            if (gpa < 0 || gpa % GuestMemory.PAGE != 0 || npages <= 0 || npages > last(gpa)) {
                return Errno.EINVAL;
            }
            long size = npages * GuestMemory.PAGE;
            if (!touches(gpa, size)) {
                return encrypted ? Errno.EINVAL : 0;
            }
            return turn(gpa, size, encrypted ? Visibility.PRIVATE : Visibility.SHARED);
        }
    }

    /**
     * The instruction PVALIDATE.
     *
     * @param gpa guest-physical address of the page; the guest names it by a linear one
     * @param large whether a page of 2 MiB is meant, and not one of 4096 bytes
     * @param validate false takes the validation back
     * @throws org.cloister.api.CloisterException {@code memory.refused} for a page that is not the guest's: there the
     *     processor faults into the hypervisor; {@code memory.outside}, {@code guest.state}, {@code memory.closed}
     */
    public Validation pvalidate(long gpa, boolean large, boolean validate) {
        synchronized (memory) {
            requireRunning();
            if (gpa % (large ? LARGE : GuestMemory.PAGE) != 0) {
                return Validation.FAIL_INPUT;
            }
            requireUsable(gpa);
            if (!fits(gpa, large)) {
                return Validation.FAIL_SIZEMISMATCH;
            }
            if (pages.entry(gpa).validated() == validate) {
                return Validation.UNCHANGED;
            }
            pages.change(gpa, entry -> entry.withValidated(validate));
            return Validation.CHANGED;
        }
    }

    /**
     * The instruction RMPADJUST: gives a less privileged level its permissions, and at level 0 says whether a
     * processor's registers are in the page.
     *
     * @return what EAX tells
     * @throws org.cloister.api.CloisterException {@code memory.refused} for a page that is not the guest's, or not
     *     validated; {@code memory.outside}, {@code guest.state}, {@code memory.closed}
     */
    public Adjustment rmpadjust(RmpAdjust adjust) {
        synchronized (memory) {
            requireRunning();
            long gpa = adjust.gpa();
            if (adjust.target() <= adjust.current() || adjust.target() >= VmplPermissions.LEVELS) {
                return Adjustment.FAIL_PERMISSION;
            }
            if (gpa % (adjust.large() ? LARGE : GuestMemory.PAGE) != 0) {
                return Adjustment.FAIL_INPUT;
            }
            requireUsable(gpa);
            if (!fits(gpa, adjust.large())) {
                return Adjustment.FAIL_SIZEMISMATCH;
            }
            return adjust(adjust, pages.entry(gpa));
        }
    }

    private Adjustment adjust(RmpAdjust adjust, RmpEntry entry) {
        if (!entry.validated()) {
            throw refused(adjust.gpa(), "the page is not validated: the guest gets #VC");
        }
        if (!entry.permissions().allow(adjust.current(), adjust.permissions())) {
            return Adjustment.FAIL_PERMISSION;
        }
        boolean vmsa = adjust.current() == 0 ? adjust.vmsa() : entry.vmsa();
        pages.change(
                adjust.gpa(),
                page -> page.withPlace(page.gpa(), vmsa)
                        .withPermissions(page.permissions().with(adjust.target(), adjust.permissions())));
        return Adjustment.DONE;
    }

    /**
     * What the guest reads and writes at a privilege level. Level 0 is {@code GuestMemory.guestView}.
     *
     * @param vmpl 0 to 3
     */
    public MemoryView view(int vmpl) {
        return memory.guestView(vmpl);
    }

    /** The entry of a page of the guest's memory in the reverse map table. */
    public RmpEntry entry(long gpa) {
        return pages.entry(gpa);
    }

    /**
     * Has the hypervisor give a page of 2 MiB to the guest, whose pages it made private.
     *
     * @param gpa a multiple of 2 MiB
     * @return false where it cannot: not all of it is private memory in which the guest has no page yet
     */
    public boolean assignLarge(long gpa) {
        return pages.assignLarge(gpa);
    }

    // An instruction for 4096 bytes that meets an entry for 2 MiB leaves the guest, and Linux splits the entry
    // (sev_handle_rmp_fault); the other way round the guest gets an error.
    private boolean fits(long gpa, boolean large) {
        if (!large) {
            pages.smash(gpa);
        }
        return pages.entry(gpa).large() == large;
    }

    private void requireUsable(long gpa) {
        if (memory.page(gpa).visibility() == Visibility.SHARED) {
            throw refused(gpa, "the page is shared: it cannot be validated");
        }
        RmpEntry entry = pages.entry(gpa);
        if (entry.immutable() || entry.gpa() != gpa) {
            throw refused(gpa, "the page that is mapped here is not the guest's to change: the processor faults");
        }
    }

    private static CloisterException refused(long gpa, String reason) {
        return Problem.operation(ProblemCodes.MEMORY_REFUSED, reason)
                .at(Numbers.hex(gpa))
                .exception();
    }

    private int turn(long gpa, long size, Visibility to) {
        if (!memory.has(gpa, size)) {
            return Errno.EINVAL;
        }
        memory.turn(gpa, size, to, Turn.PAGE_STATE_CHANGE);
        return 0;
    }

    private boolean touches(long gpa, long size) {
        List<MemoryRegion> regions = memory.regions();
        return regions.stream().anyMatch(region -> region.gpa() < gpa + size && gpa < region.end());
    }

    private static long last(long gpa) {
        return (Long.MAX_VALUE - gpa) / GuestMemory.PAGE;
    }

    private void requireRunning() {
        if (!pages.running()) {
            throw Problem.operation(ProblemCodes.GUEST_STATE, "the guest does not run: it cannot change pages")
                    .exception();
        }
    }
}
