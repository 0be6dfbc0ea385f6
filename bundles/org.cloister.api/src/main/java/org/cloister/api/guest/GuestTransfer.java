// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.cloister.api.Bytes;
import org.cloister.api.Provisional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The guest can move to another host, or into a file and back: its secure processor encrypts it for the one that
 * receives it, page by page, and the host carries packets that it cannot read.
 *
 * <p><b>Sending.</b> {@link #requireSend}, {@link #sendStart}; then {@link #sendPages} and {@link #sendVcpu} in any
 * order, the same ones again when they changed meanwhile; in the end {@link #sendFinish}, after which the guest does
 * not run here any more, or {@link #sendCancel}, after which it does. Before {@code sendFinish} nothing is lost: a call
 * that fails is followed by {@code sendCancel}.
 *
 * <p><b>Receiving.</b> In a machine of the same memory and processors, with nothing in it: {@link #receiveStart}, each
 * packet once or more in the order in which it was sent, {@link #receiveFinish}; then
 * {@link ConfidentialGuestSupport#status} is asked. A call that fails ends the machine.
 *
 * <p>The caller carries what a type has no packets for: the memory that is shared with the host, which pages that is,
 * and the registers that processors begin with, or go on with when they have run. It sees to the order of packets, and
 * that none is left out, repeated or put elsewhere: a type need not be able to tell. Packets are opaque to it. They are
 * read at the receiver as from a stranger: what is not such a packet is refused as {@code INPUT} or {@code OPERATION},
 * and allocates no more than it has bytes.
 */
@ConsumerType
@Provisional("Streams side by side, and pages that a guest dirties while it runs, are still to come.")
public interface GuestTransfer extends GuestCapability {
    /** The most bytes of memory that one call sends or receives, a multiple of 4096. */
    int MOST_MEMORY = 1 << 20;

    /** The most bytes of a packet, and of an identity. */
    int MOST_PACKET = 2 << 20;

    /**
     * Who this platform is as a receiver: what a sender's {@link #sendStart} takes. Changes nothing.
     *
     * @param machine any of the platform's, in whatever state
     * @return at most {@link #MOST_PACKET} bytes; the same until the platform gets other keys
     */
    Bytes receiver(Machine machine);

    /**
     * What people compare and pin of a receiver: the SHA-256 of the part of its identity that the guest is encrypted
     * for.
     *
     * @param receiver as {@link #receiver} gave it
     * @return 32 bytes
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} for what is no identity
     */
    Bytes fingerprint(Bytes receiver);

    /**
     * Refuses, before anything moves, what the guest's policy or the platform forbids: naming the bit, what it demands
     * and what the receiver is. Changes nothing.
     *
     * @param context of a guest that runs
     * @throws org.cloister.api.CloisterException of kind {@code HOST}
     */
    void requireSend(LaunchContext context, Bytes receiver, Machine machine);

    /**
     * Begins sending.
     *
     * @param receiver the identity of who may receive it
     * @return the packet that {@link #receiveStart} takes
     */
    Outcome<Bytes> sendStart(LaunchContext context, Bytes receiver, Machine machine);

    /**
     * Sends private pages.
     *
     * @param gpa a multiple of 4096
     * @param size a positive multiple of 4096, at most {@link #MOST_MEMORY}; all of it in one region
     * @return the packet that {@link #receivePages} takes
     */
    Outcome<Bytes> sendPages(LaunchContext context, long gpa, int size, Machine machine);

    /**
     * Sends the state of a processor that the host cannot read.
     *
     * @return the packet that {@link #receiveVcpu} takes; empty where the type protects none, whose registers the
     *     caller carries
     */
    Outcome<Bytes> sendVcpu(LaunchContext context, int index, Machine machine);

    /** Ends sending; the guest here does not run again. */
    LaunchContext sendFinish(LaunchContext context, Machine machine);

    /** Gives sending up; the guest here runs on, and can be sent again. */
    LaunchContext sendCancel(LaunchContext context, Machine machine);

    /**
     * Begins receiving into a fresh machine.
     *
     * @param plan the machine's memory and processors, policy and profile, as the sender described them; no ranges
     * @param packet of {@link #sendStart}
     * @return the first context of the guest here
     */
    LaunchContext receiveStart(LaunchPlan plan, Bytes packet, Machine machine);

    /**
     * Receives private pages.
     *
     * @param gpa where they belong
     * @param size as it was sent
     * @param packet of {@link #sendPages} for the same address and size
     */
    LaunchContext receivePages(LaunchContext context, long gpa, int size, Bytes packet, Machine machine);

    /**
     * Receives the state of a processor.
     *
     * @param packet of {@link #sendVcpu} for the same processor, not empty
     */
    LaunchContext receiveVcpu(LaunchContext context, int index, Bytes packet, Machine machine);

    /** Ends receiving; the guest can run here. */
    LaunchContext receiveFinish(LaunchContext context, Machine machine);
}
