// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageStates;

/** An SEV guest: pages with the C-bit through its key, the others as they lie there. */
final class CbitSide implements Side {
    private final PageStates states;
    private final PageStore store;
    private final KeySlot slot;
    private final Side raw;

    CbitSide(PageStates states, PageStore store, KeySlot slot, Side raw) {
        this.states = states;
        this.store = store;
        this.slot = slot;
        this.raw = raw;
    }

    // Before the finish no processor of the guest runs; a write would go unnoticed by the measurement.
    @Override
    public String whyNotWrite(long frame) {
        boolean early = states.isPrivate(frame) && !slot.running();
        return early ? "the guest does not run yet: it cannot write its private pages" : null;
    }

    @Override
    public void read(long frame, int from, byte[] target, int at, int count) {
        if (states.isPrivate(frame)) {
            readPrivate(frame, from, target, at, count);
        } else {
            raw.read(frame, from, target, at, count);
        }
    }

    @Override
    public void write(long frame, int from, byte[] source, int at, int count) {
        if (states.isPrivate(frame)) {
            writePrivate(frame, from, source, at, count);
        } else {
            raw.write(frame, from, source, at, count);
        }
    }

    /**
     * Through the key, whatever the page's state: how instructions and page tables are fetched (APM volume 2, 15.34.5).
     */
    void readPrivate(long frame, int from, byte[] target, int at, int count) {
        if (store.shared(frame).isEmpty()) {
            Arrays.fill(target, at, at + count, (byte) 0);
            return;
        }
        if (count == GuestMemory.PAGE && target.length == count) {
            read(frame, target);
            return;
        }
        byte[] plain = plaintext(frame);
        System.arraycopy(plain, from, target, at, count);
        Arrays.fill(plain, (byte) 0);
    }

    /** Encrypts what is written, and leaves the other bytes of the page to read as they did. */
    void writePrivate(long frame, int from, byte[] source, int at, int count) {
        boolean blank = count == GuestMemory.PAGE || store.shared(frame).isEmpty();
        byte[] page = blank ? new byte[GuestMemory.PAGE] : plaintext(frame);
        System.arraycopy(source, at, page, from, count);
        slot.seal(frame, page);
        store.write(frame, 0, page, 0, page.length);
    }

    private byte[] plaintext(long frame) {
        byte[] page = new byte[GuestMemory.PAGE];
        read(frame, page);
        return page;
    }

    private void read(long frame, byte[] page) {
        if (!slot.loaded()) {
            throw Problem.operation(
                            ProblemCodes.MEMORY_REFUSED,
                            "the guest has no key yet, so nobody can read its private pages")
                    .at(Numbers.hex(frame * GuestMemory.PAGE))
                    .exception();
        }
        slot.open(frame, store.shared(frame).orElseThrow(), page);
    }
}
