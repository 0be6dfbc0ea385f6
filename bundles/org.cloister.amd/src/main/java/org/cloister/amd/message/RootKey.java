// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

/** What a key is derived from: ROOT_KEY_SELECT. */
public enum RootKey {
    /** The key of the platform, VCEK or VLEK. */
    PLATFORM,
    /** The root key of the guest, which a migration agent can hand to the next platform. */
    VMRK
}
