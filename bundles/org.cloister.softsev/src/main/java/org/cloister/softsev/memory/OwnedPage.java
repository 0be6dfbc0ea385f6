// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

/**
 * A page that belongs to the guest, as its entry in the reverse map table (RMP) and the memory itself have it. Whose it
 * is does not stand here: a memory has one guest, whose ASID its {@link KeySlot} holds.
 *
 * @param validated whether the guest has taken it
 * @param stored 4096 bytes of ciphertext
 */
record OwnedPage(boolean validated, byte[] stored) {}
