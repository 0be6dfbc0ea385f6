// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What is in use on a platform, for operators and for tests; got by {@code SecureProcessor.adapt(PlatformUsage.class)}
 * where the platform counts. Each call answers for the moment of the call. When all machines are closed, everything but
 * the maximum is zero.
 *
 * <p>Safe for use by several threads.
 */
@ConsumerType
public interface PlatformUsage {
    /** How many machines are open. */
    int machines();

    /** How many guests the secure processor holds a context and keys for. */
    int guests();

    /** How many address space identifiers are taken. */
    int asids();

    /** How many address space identifiers there are for guests with encrypted state. */
    int maxAsids();

    /** How many pages of 4096 bytes all machines together take up. */
    long pages();
}
