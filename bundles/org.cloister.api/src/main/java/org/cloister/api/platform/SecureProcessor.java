// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import org.cloister.api.Trust;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The secure processor of a platform: its identity, configuration and state, apart from any guest. A service, one per
 * platform.
 *
 * <p>What can be asked of it differs by vendor and is offered by {@link #adapt}. Safe for use by several threads.
 */
@ConsumerType
public interface SecureProcessor extends Adaptable {
    /** The name of the platform it belongs to, as {@link Vmm#name()}. */
    String platform();

    /** What stands behind it. */
    Trust trust();
}
