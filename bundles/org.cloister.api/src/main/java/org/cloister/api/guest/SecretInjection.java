// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/** The owner's secret can be put into a guest that is measured and not yet finished. */
@ConsumerType
public interface SecretInjection extends GuestCapability {
    /**
     * Puts a packed secret into the guest. What is handed over is encrypted for the secure processor; this side cannot
     * read it. Where it is refused, the guest stays as it is and another packet may follow.
     *
     * @param header the packet's header, in the secure processor's layout
     * @param payload the encrypted secret
     * @param gpa where it goes; empty for the place that the firmware names
     */
    LaunchContext injectSecret(LaunchContext context, Bytes header, Bytes payload, OptionalLong gpa, Machine machine);
}
