// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/** How {@code /dev/sev} has to be opened for a command. Without it the driver answers {@code EPERM}. */
public enum DeviceAccess {
    /** For reading. */
    READ,
    /** For writing, unless the platform is initialised already: the driver would have to do that first. */
    WRITE_TO_INITIALISE,
    /** For writing. */
    WRITE
}
