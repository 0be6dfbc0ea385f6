// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.softsev.memory.PageSources;

/** The channel of one machine, as the machine has it. */
interface GuestChannel extends SevChannel, AutoCloseable {
    /** Carries out a command whose pages may come from its caller's memory too. */
    <A> A execute(SevCommand<A> command, PageSources caller);

    @Override
    default <A> A execute(SevCommand<A> command) {
        return execute(command, PageSources.NONE);
    }

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
