// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A command whose answer's length is asked for before the answer is fetched. See {@link LengthQuery}.
 *
 * @param <A> what it answers: with the lengths, and with the content where there is room for it
 * @param <C> the command
 */
@ProviderType
public interface LengthAsked<A, C> {
    /**
     * The same command with the room that the answer to its question calls for.
     *
     * @throws SevCommandException with {@code EINVAL} when that is nothing or more than {@link Blob#MAX} bytes
     */
    C withRoomFor(A lengths);
}
