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
     * Carries out what comes before a command's buffers are read, when these cannot be read.
     *
     * @param command without its buffers
     * @throws org.cloister.amd.channel.SevCommandException when the machine refuses it already then
     */
    default void begin(SevCommand<?> command) {}

    /**
     * Waits for a command that is under way; then ends memory, guest and identifier, so that no page outlives its key.
     */
    @Override
    void close();
}
