// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import org.cloister.amd.page.SnpPageType;

/**
 * A page that belongs to the guest, as its entry in the reverse map table (RMP) and the memory itself have it.
 *
 * @param asid the guest it is assigned to
 * @param type how it came in; {@code NORMAL} for what the guest took after its launch
 * @param validated whether the guest has taken it
 * @param stored 4096 bytes of ciphertext
 */
public record OwnedPage(int asid, SnpPageType type, boolean validated, byte[] stored) {}
