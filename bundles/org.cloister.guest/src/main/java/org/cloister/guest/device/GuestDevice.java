// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The device node of a guest's secure processor. A bundle that can call into the kernel implements it and publishes it
 * as a service. Safe for use by several threads.
 */
@ConsumerType
public interface GuestDevice {
    /** The device of Linux. */
    String PATH = "/dev/sev-guest";

    /** The node that is opened. */
    String path();

    /** Why calls cannot be made from this process at all, in a sentence; empty when they can. */
    Optional<String> obstacle();

    /**
     * The error number that opening the node gives now.
     *
     * @return 0 when it can be opened
     */
    int probe();

    /**
     * Opens the node, makes one ioctl with a {@link RequestStruct} and closes the node.
     *
     * @return its result, which may be a failure
     */
    DeviceAnswer call(DeviceCall call);
}
