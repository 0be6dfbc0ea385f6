// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

/** The place in the memory controller that holds one guest's key, found by the guest's ASID. */
final class KeySlot {
    private final boolean encrypts;
    private int asid;
    private PageCipher cipher;
    private boolean running;

    /** @param encrypts whether the key is used at all */
    KeySlot(boolean encrypts) {
        this.encrypts = encrypts;
    }

    void load(int guestAsid, PageCipher key) {
        asid = guestAsid;
        cipher = key;
    }

    void unload() {
        asid = 0;
        cipher = null;
        running = false;
    }

    void run() {
        running = true;
    }

    int asid() {
        return asid;
    }

    boolean loaded() {
        return cipher != null;
    }

    boolean running() {
        return running;
    }

    /** Encrypts a page where it is, with its number. */
    void seal(long unit, byte[] page) {
        if (encrypts) {
            cipher.encrypt(unit << 12, page);
        }
    }

    /** Decrypts a page. */
    void open(long unit, byte[] stored, byte[] page) {
        if (encrypts) {
            cipher.decrypt(unit << 12, stored, page);
        } else {
            System.arraycopy(stored, 0, page, 0, page.length);
        }
    }

    /** Decrypts a page where it is. */
    void open(long unit, byte[] page) {
        if (encrypts) {
            cipher.decrypt(unit << 12, page);
        }
    }
}
