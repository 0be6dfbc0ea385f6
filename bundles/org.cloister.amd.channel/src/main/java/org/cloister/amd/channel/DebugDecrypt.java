// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_DBG_DECRYPT} (17): guest memory as the guest sees it, where its policy allows debugging. For SEV and
 * SEV-ES. Any alignment will do.
 *
 * @param guestAddress the host's address of the guest memory
 * @param length bytes, 1 to {@value #MAX}; who wants more calls again
 */
public record DebugDecrypt(long guestAddress, int length) implements SevCommand<Bytes> {
    /** The longest piece of one call, 1 MiB: a limit of this interface, the kernel has none. */
    public static final int MAX = 1 << 20;

    /** Checks the length. */
    public DebugDecrypt {
        DebugLayout.requireLength(length);
    }

    @Override
    public int id() {
        return 17;
    }

    @Override
    public String name() {
        return "DBG_DECRYPT";
    }
}
