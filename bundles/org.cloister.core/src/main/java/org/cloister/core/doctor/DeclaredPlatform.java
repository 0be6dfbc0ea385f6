// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.api.Trust;
import org.cloister.api.platform.PlatformNamespace;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/**
 * A platform that a bundle says it brings, whether it is resolved or not.
 *
 * @param name as the platform calls itself
 * @param trust what stands behind it, in lower case; empty where the bundle does not say
 */
record DeclaredPlatform(String name, String trust) {
    /** Those that have a name in the field, by the bundle that brings them. */
    private static final Map<String, DeclaredPlatform> KNOWN = Map.of(
            "org.cloister.softsev", of("softsev", Trust.EMULATED),
            "org.cloister.kvm", of("kvm", Trust.HARDWARE));

    private static DeclaredPlatform of(String name, Trust trust) {
        return new DeclaredPlatform(name, word(trust));
    }

    static String word(Trust trust) {
        return trust.name().toLowerCase(Locale.ROOT);
    }

    static List<DeclaredPlatform> by(Bundle bundle) {
        List<DeclaredPlatform> declared = Stream.ofNullable(bundle.adapt(BundleRevision.class))
                .flatMap(revision -> revision.getDeclaredCapabilities(PlatformNamespace.NAMESPACE).stream())
                .map(capability -> new DeclaredPlatform(
                        text(capability.getAttributes().get(PlatformNamespace.NAMESPACE)),
                        text(capability.getAttributes().get(PlatformNamespace.TRUST))))
                .toList();
        return declared.isEmpty()
                ? Stream.ofNullable(KNOWN.get(bundle.getSymbolicName())).toList()
                : declared;
    }

    /** The name of a bundle that brings one of a trust, where one has a name in the field. */
    static Stream<String> bundles(Trust trust) {
        return KNOWN.entrySet().stream()
                .filter(known -> known.getValue().trust().equals(word(trust)))
                .map(Map.Entry::getKey);
    }

    private static String text(Object attribute) {
        return attribute == null ? "" : attribute.toString().toLowerCase(Locale.ROOT);
    }

    boolean is(String word) {
        return name.equals(word) || trust.equals(word);
    }
}
