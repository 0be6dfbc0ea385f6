// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

/**
 * The capability by which a bundle says which platform it brings, whether it is resolved or not (OSGi Core 3.3.3). In
 * its manifest:
 *
 * <pre>Provide-Capability: org.cloister.platform;org.cloister.platform=softsev;trust=emulated</pre>
 *
 * <p>Nothing is chosen by it. Resolvers find a platform by its name or its trust, and the platform that runs can name
 * the bundle of one that is not there.
 */
public final class PlatformNamespace {
    /** The name of the namespace, and of its attribute with {@link Vmm#name() the platform's name}. */
    public static final String NAMESPACE = "org.cloister.platform";

    /** The attribute with the trust of its facts: {@code emulated} or {@code hardware}. */
    public static final String TRUST = "trust";

    private PlatformNamespace() {}
}
