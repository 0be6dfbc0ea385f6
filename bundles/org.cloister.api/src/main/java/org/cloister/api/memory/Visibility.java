// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

/** Who can read a page. */
public enum Visibility {
    /** Host and guest see the same bytes. */
    SHARED,
    /** Only the guest sees the bytes; the host sees ciphertext or nothing. */
    PRIVATE
}
