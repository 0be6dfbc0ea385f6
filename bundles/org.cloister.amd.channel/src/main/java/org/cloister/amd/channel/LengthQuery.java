// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;

/**
 * Asks how long an answer is, then fetches it. A command that has room is carried out at once.
 *
 * <p>Asking changes nothing: the firmware refuses it before it does anything, and the channel makes the answer of that.
 */
public final class LengthQuery {
    private LengthQuery() {}

    /**
     * What a command about a guest answers.
     *
     * @throws SevCommandException when a call was refused; with {@code EINVAL} when the answer is empty or longer than
     *     {@link Blob#MAX} bytes
     */
    public static <A, C extends SevCommand<A> & LengthAsked<A, C>> A fetch(SevChannel channel, C command) {
        A lengths = channel.execute(command);
        return command.asksLength() ? channel.execute(command.withRoomFor(lengths)) : lengths;
    }

    /**
     * What a command about the platform answers.
     *
     * @throws SevCommandException as the other
     */
    public static <A, C extends PlatformCommand<A> & LengthAsked<A, C>> A fetch(PlatformChannel channel, C command) {
        A lengths = channel.execute(command);
        return command.asksLength() ? channel.execute(command.withRoomFor(lengths)) : lengths;
    }

    /** Whether a call's outcome is an answer: success, or the refusal that carries the length that was asked for. */
    static boolean answers(boolean asksLength, int errno, int firmwareStatus) {
        return errno == 0 || asksLength && errno == Errno.EIO && firmwareStatus == FirmwareStatus.INVALID_LEN.code();
    }
}
