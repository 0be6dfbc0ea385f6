// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.util.function.IntSupplier;
import org.cloister.api.Bytes;
import org.cloister.supervisor.linux.TrappedCall;

/** Sees commands to the secure processor on their way, and may have some fail. */
public interface CommandTap {
    /**
     * A command of {@code /dev/sev}.
     *
     * @param carriedOut carries it out, and gives 0 or the error number; not called where it is to fail
     * @return 0 or the error number that the program gets
     */
    int platform(TrappedCall call, IntSupplier carriedOut);

    /**
     * A command of {@code KVM_MEMORY_ENCRYPT_OP}.
     *
     * @param machine the number of the machine
     * @param carriedOut as above
     * @param digest what the launch was measured to, where the command has that
     */
    int machine(TrappedCall call, int machine, IntSupplier carriedOut, DigestSource digest);

    /** What a launch was measured to. */
    @FunctionalInterface
    interface DigestSource {
        /** The digest; no bytes where there is none. */
        Bytes digest();
    }
}
