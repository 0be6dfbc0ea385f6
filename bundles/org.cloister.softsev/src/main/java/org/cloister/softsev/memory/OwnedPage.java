// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import org.cloister.softsev.client.RmpEntry;

/**
 * A page that belongs to the guest, as its entry in the reverse map table (RMP) and the memory itself have it.
 *
 * @param entry what the table says of it
 * @param unit the number that its bytes are encrypted with: where the page lies, which is not where the guest sees it
 * @param stored 4096 bytes of ciphertext
 */
record OwnedPage(RmpEntry entry, long unit, byte[] stored) {
    OwnedPage with(RmpEntry other) {
        return new OwnedPage(other, unit, stored);
    }

    OwnedPage with(byte[] bytes) {
        return new OwnedPage(entry, unit, bytes);
    }

    /** The bytes in clear, a copy. */
    byte[] plaintext(KeySlot slot) {
        byte[] page = stored.clone();
        slot.open(unit, page);
        return page;
    }

    /** The same page with other bytes, which are encrypted where they lie. */
    OwnedPage sealed(KeySlot slot, byte[] plaintext) {
        slot.seal(unit, plaintext);
        return with(plaintext);
    }
}
