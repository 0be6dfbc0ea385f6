// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.bundle;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cloister.api.guest.GuestTypeNamespace;
import org.cloister.api.platform.PlatformNamespace;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** The guest types and platforms that a bundle says it brings. */
final class DeclaredNames {
    private static final List<String> NAMESPACES = List.of(GuestTypeNamespace.NAMESPACE, PlatformNamespace.NAMESPACE);

    private DeclaredNames() {}

    static Stream<String> of(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return NAMESPACES.stream()
                .flatMap(namespace -> revision.getDeclaredCapabilities(namespace).stream()
                        .map(one -> one.getAttributes().get(namespace)))
                .filter(Objects::nonNull)
                .map(Object::toString);
    }
}
