// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.amd.channel.SevChannel;

/** The channel of one machine, as the machine has it. */
interface GuestChannel extends SevChannel, AutoCloseable {
    /**
     * Refuses a command that the machine does not take in its state, before its struct is read.
     *
     * @throws org.cloister.amd.channel.SevCommandException when it is refused
     */
    void admit(int id);

    /**
     * Waits for a command that is under way; then ends memory, guest and identifier, so that no page outlives its key.
     */
    @Override
    void close();
}
