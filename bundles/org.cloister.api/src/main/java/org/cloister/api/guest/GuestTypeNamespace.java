// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

/**
 * The capability by which a bundle says which guest type it brings, whether it is resolved or not (OSGi Core 3.3.3). In
 * its manifest:
 *
 * <pre>Provide-Capability: org.cloister.guest.type;org.cloister.guest.type="sev-snp"</pre>
 *
 * <p>Nothing is chosen by it. It lets the platform name the bundle when a type is asked for whose service is not there.
 */
public final class GuestTypeNamespace {
    /** The name of the namespace, and of its attribute with the type's name. */
    public static final String NAMESPACE = "org.cloister.guest.type";

    private GuestTypeNamespace() {}
}
