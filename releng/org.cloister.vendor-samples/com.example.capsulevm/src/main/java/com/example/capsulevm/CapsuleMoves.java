// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The commands by which a sealed capsule goes to another capsule processor; got by
 * {@code VirtualMachine.adapt(CapsuleMoves.class)}. Packets are encrypted for that processor, and bound to the address
 * that they are for. Commands of one machine are serial; one at the wrong time fails with {@code capsule.state}.
 *
 * @since 1.1
 */
@ProviderType
public interface CapsuleMoves {
    /** Who this processor is to senders: its public key, the same for all of its machines. */
    Bytes identity();

    /**
     * Begins sending a sealed capsule.
     *
     * @param receiver the identity of another processor, or this one's own
     * @return the packet that {@link #receiveStart} takes there
     * @throws org.cloister.api.CloisterException {@code capsule.receiver} for what is no identity
     */
    Bytes sendStart(Bytes receiver);

    /** Encrypts private pages for the receiver; the same ones again when they changed. */
    Bytes send(long gpa, int size);

    /** Ends sending. The capsule is empty then. */
    void sendFinish();

    /** Gives sending up; the capsule is sealed as before. */
    void sendCancel();

    /**
     * Begins receiving into a machine whose capsule is new.
     *
     * @param policy that the capsule was opened with; another one than the sender's is refused
     * @throws org.cloister.api.CloisterException {@code capsule.packet} for what was altered or is for another
     *     processor; so does {@link #receive}
     */
    void receiveStart(long policy, Bytes packet);

    /** Puts pages in and makes them private. */
    void receive(long gpa, int size, Bytes packet);

    /** Ends receiving: the capsule is sealed. Nobody here knows what it was measured as. */
    void receiveFinish();
}
