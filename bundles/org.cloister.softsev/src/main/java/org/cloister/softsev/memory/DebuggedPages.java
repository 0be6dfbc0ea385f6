// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import org.cloister.api.memory.GuestMemory;

/** What SNP_DBG_DECRYPT and SNP_DBG_ENCRYPT do to pages that the reverse map table gives to the guest. */
public final class DebuggedPages {
    private final SparseMemory memory;
    private final PageAssignment pages;
    private final PageStore store;
    private final KeySlot slot;

    DebuggedPages(SparseMemory memory, PageAssignment pages, PageStore store, KeySlot slot) {
        this.memory = memory;
        this.pages = pages;
        this.store = store;
        this.slot = slot;
    }

    /** Whether all pages of a run are the guest's. */
    public boolean own(long gpa, int length) {
        synchronized (memory) {
            boolean inside = length > 0 && memory.has(gpa, length);
            for (long page = gpa & -GuestMemory.PAGE; inside && page < gpa + length; page += GuestMemory.PAGE) {
                inside = pages.entry(page).asid() == slot.asid();
            }
            return inside;
        }
    }

    /** The plaintext of a run of pages that are the guest's. */
    public byte[] decrypt(long gpa, int length) {
        synchronized (memory) {
            byte[] run = new byte[length];
            for (int done = 0; done < length; ) {
                int from = (int) ((gpa + done) % GuestMemory.PAGE);
                int count = Math.min(GuestMemory.PAGE - from, length - done);
                System.arraycopy(plaintext((gpa + done) / GuestMemory.PAGE), from, run, done, count);
                done += count;
            }
            return run;
        }
    }

    /** Writes a run of pages that are the guest's; whether they are validated stays as it was. */
    public void encrypt(long gpa, byte[] plaintext) {
        synchronized (memory) {
            for (int done = 0; done < plaintext.length; ) {
                long frame = (gpa + done) / GuestMemory.PAGE;
                int from = (int) ((gpa + done) % GuestMemory.PAGE);
                int count = Math.min(GuestMemory.PAGE - from, plaintext.length - done);
                byte[] page = plaintext(frame);
                System.arraycopy(plaintext, done, page, from, count);
                store.own(frame, pages.there(frame).sealed(slot, page));
                done += count;
            }
        }
    }

    /** A page that the guest has never used begins with zeros. */
    private byte[] plaintext(long frame) {
        return store.owned(frame).map(owned -> owned.plaintext(slot)).orElseGet(() -> new byte[GuestMemory.PAGE]);
    }
}
