// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

/**
 * The names of settings that mean the same for guests of every type that has them, whatever its vendor; all others are
 * the type's own ({@link ConfidentialGuestSupport#properties()}).
 */
public final class CommonSettings {
    /** What the host may do with the guest, in the type's own notation; the default of an operator completes it. */
    public static final String POLICY = "policy";

    /** {@code on} or {@code off}: whether the host may read and change the guest's memory. */
    public static final String DEBUG = "debug";

    private CommonSettings() {}
}
