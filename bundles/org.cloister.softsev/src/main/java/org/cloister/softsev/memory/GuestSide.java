// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.memory.PageStates;

/** The guest: shared pages as the host sees them, private ones through its key. */
final class GuestSide implements Side {
    private final PageStates states;
    private final PageStore store;
    private final KeySlot slot;
    private final Side host;

    GuestSide(PageStates states, PageStore store, KeySlot slot, Side host) {
        this.states = states;
        this.store = store;
        this.slot = slot;
        this.host = host;
    }

    // A processor of the guest that touches such a page gets #VC (APM volume 2, 15.36.7).
    @Override
    public String whyNotRead(long frame) {
        return states.isPrivate(frame) && slot.running() && !validated(frame)
                ? "the page is private and not validated: the guest cannot use it before PVALIDATE"
                : null;
    }

    // Before the finish no processor of the guest runs; a write would go unnoticed by the measurement.
    @Override
    public String whyNotWrite(long frame) {
        boolean early = states.isPrivate(frame) && !slot.running();
        return early ? "the guest does not run yet: it cannot write its private pages" : whyNotRead(frame);
    }

    private boolean validated(long frame) {
        return store.owned(frame).filter(OwnedPage::validated).isPresent();
    }

    @Override
    public void read(long frame, int from, byte[] target, int at, int count) {
        if (!states.isPrivate(frame)) {
            host.read(frame, from, target, at, count);
            return;
        }
        Optional<OwnedPage> page = store.owned(frame);
        if (page.isPresent()) {
            byte[] plain = plaintext(frame, page.get());
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
        byte[] page = plaintext(frame, owned);
        System.arraycopy(source, at, page, from, count);
        slot.seal(frame, page);
        store.own(frame, new OwnedPage(true, page));
    }

    private byte[] plaintext(long frame, OwnedPage owned) {
        byte[] page = owned.stored().clone();
        slot.open(frame, page);
        return page;
    }
}
