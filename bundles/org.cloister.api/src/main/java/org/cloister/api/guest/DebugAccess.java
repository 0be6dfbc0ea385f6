// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The host can look into the guest where the guest's policy allows it. It is not called for a guest whose request said
 * {@code debug=off} ({@link CommonSettings#DEBUG}).
 */
@ConsumerType
public interface DebugAccess extends GuestCapability {
    /**
     * The plaintext of a private run of memory.
     *
     * @throws org.cloister.api.CloisterException {@code debug.policy} when the policy forbids it
     */
    Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine);

    /**
     * Changes a private run of memory so that the guest reads {@code plaintext} there.
     *
     * @throws org.cloister.api.CloisterException {@code debug.policy} when the policy forbids it
     */
    void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine);
}
