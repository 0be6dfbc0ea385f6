// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

/**
 * The names of settings that mean the same for guests of every type that has them, whatever its vendor; all others are
 * the type's own ({@link ConfidentialGuestSupport#properties()}).
 */
public final class CommonSettings {
    /** What the host may do with the guest, in the type's own notation; the default of an operator completes it. */
    public static final String POLICY = "policy";

    /**
     * {@code on} or {@code off}: whether the host may read and change the guest's memory. {@code off} holds for every
     * type: it may be said of types that have no property of this name ({@link ConfidentialGuestSupport#properties()}),
     * and requests to debug such a guest are refused before the type is asked. {@code on} needs a type that has the
     * property, and is refused as unknown otherwise: a word of its {@link #POLICY} that is called so is not this
     * property, and stays the type's own.
     */
    public static final String DEBUG = "debug";

    private CommonSettings() {}
}
