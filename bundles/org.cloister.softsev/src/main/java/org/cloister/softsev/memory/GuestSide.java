// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageStates;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.VmplPermissions;

/** The guest at a privilege level: shared pages as the host sees them, private ones through its key. */
final class GuestSide implements Side {
    private static final String NOT_VALIDATED =
            "the page is private and not validated: the guest cannot use it before PVALIDATE";

    private final PageStates states;
    private final PageStore store;
    private final KeySlot slot;
    private final Side host;
    private final int vmpl;

    GuestSide(PageStates states, PageStore store, KeySlot slot, Side host, int vmpl) {
        this.states = states;
        this.store = store;
        this.slot = slot;
        this.host = host;
        this.vmpl = vmpl;
    }

    @Override
    public String whyNotRead(long frame) {
        return whyNot(frame, VmplPermissions.READ);
    }

    // Before the finish no processor of the guest runs; a write would go unnoticed by the measurement.
    @Override
    public String whyNotWrite(long frame) {
        boolean early = states.isPrivate(frame) && !slot.running();
        return early
                ? "the guest does not run yet: it cannot write its private pages"
                : whyNot(frame, VmplPermissions.WRITE);
    }

    private String whyNot(long frame, int permission) {
        if (!states.isPrivate(frame)) {
            return null;
        }
        Optional<OwnedPage> page = store.owned(frame);
        if (page.isEmpty()) {
            return slot.running() ? NOT_VALIDATED : null;
        }
        return whyNot(page.get().entry(), frame, permission);
    }

    // The checks of a processor in their order (APM volume 2, 15.36.10). Entries of others and missing permissions end
    // in a nested page fault, a page that is not validated in an exception in the guest (15.36.7).
    private String whyNot(RmpEntry entry, long frame, int permission) {
        if (entry.asid() != slot.asid() || entry.gpa() != frame * GuestMemory.PAGE) {
            return "the page that is mapped here is not the guest's for this address: the processor faults";
        }
        if (entry.immutable()) {
            return "the page is the firmware's to work on: the processor faults";
        }
        if (!entry.validated()) {
            return NOT_VALIDATED;
        }
        return entry.permissions().allow(vmpl, permission)
                ? null
                : "VMPL " + vmpl + " may not " + (permission == VmplPermissions.READ ? "read" : "write") + " the page";
    }

    @Override
    public void read(long frame, int from, byte[] target, int at, int count) {
        if (!states.isPrivate(frame)) {
            host.read(frame, from, target, at, count);
            return;
        }
        Optional<OwnedPage> page = store.owned(frame);
        if (page.isPresent()) {
            byte[] plain = page.get().plaintext(slot);
            System.arraycopy(plain, from, target, at, count);
            Arrays.fill(plain, (byte) 0);
        } else {
            Arrays.fill(target, at, at + count, (byte) 0);
        }
    }

    @Override
    public void write(long frame, int from, byte[] source, int at, int count) {
        if (!states.isPrivate(frame)) {
            host.write(frame, from, source, at, count);
            return;
        }
        OwnedPage owned = store.owned(frame).orElseThrow();
        byte[] page = owned.plaintext(slot);
        System.arraycopy(source, at, page, from, count);
        store.own(frame, owned.sealed(slot, page));
    }
}
