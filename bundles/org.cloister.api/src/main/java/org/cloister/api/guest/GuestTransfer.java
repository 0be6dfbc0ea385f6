// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.cloister.api.Bytes;
import org.cloister.api.Provisional;
import org.osgi.annotation.versioning.ConsumerType;

/** The guest can move to another host, its secure processors speaking with each other through opaque packets. */
@ConsumerType
@Provisional("Dirty pages, postponed processors and several streams are still to come to sending and receiving.")
public interface GuestTransfer extends GuestCapability {
    /** Begins sending; answers with the packet that the receiver's {@link #receiveStart} takes. */
    Outcome<Bytes> sendStart(LaunchContext context, Bytes receiverIdentity, Machine machine);

    /** Sends one page. */
    Outcome<Bytes> sendUpdate(LaunchContext context, long gpa, Machine machine);

    /** Ends sending; the guest here does not run again. */
    LaunchContext sendFinish(LaunchContext context, Machine machine);

    /** Gives sending up; the guest here runs on. */
    LaunchContext sendCancel(LaunchContext context, Machine machine);

    /** Begins receiving into a fresh machine. */
    LaunchContext receiveStart(GuestRequest request, Bytes packet, Machine machine);

    /** Receives one page. */
    LaunchContext receiveUpdate(LaunchContext context, long gpa, Bytes packet, Machine machine);

    /** Ends receiving; the guest can run here. */
    LaunchContext receiveFinish(LaunchContext context, Machine machine);
}
