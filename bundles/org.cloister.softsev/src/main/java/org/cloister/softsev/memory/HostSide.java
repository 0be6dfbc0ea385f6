// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.memory.PageStates;

/** The host: shared pages as they are; of private ones the ciphertext, or zeros while the guest owns nothing there. */
final class HostSide implements Side {
    private final PageStates states;
    private final PageStore store;
    private final Side raw;

    HostSide(PageStates states, PageStore store) {
        this.states = states;
        this.store = store;
        raw = new RawSide(store);
    }

    // SEV-SNP lets no host write reach a page that is assigned to a guest: the store faults (APM volume 2, 15.36.10).
    @Override
    public String whyNotWrite(long frame) {
        return states.isPrivate(frame) ? "the page is private: the host cannot write it" : null;
    }

    @Override
    public void read(long frame, int from, byte[] target, int at, int count) {
        Optional<byte[]> page =
                states.isPrivate(frame) ? store.owned(frame).map(OwnedPage::stored) : store.shared(frame);
        if (page.isPresent()) {
            System.arraycopy(page.get(), from, target, at, count);
        } else {
            Arrays.fill(target, at, at + count, (byte) 0);
        }
    }

    @Override
    public void write(long frame, int from, byte[] source, int at, int count) {
        raw.write(frame, from, source, at, count);
    }
}
