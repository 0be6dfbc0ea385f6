// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The bundles of a vendor, built in the vendor's own build before these tests. */
final class Samples {
    /** Another backend for sev-snp. */
    static final String SNP = "com.example.snp";
    /** The platform of the vendor's own type. */
    static final String CAPSULE_PLATFORM = "com.example.capsulevm";
    /** The vendor's own type. */
    static final String CAPSULE = "com.example.capsule";
    /** The platform of the types with several registers. */
    static final String REGISTER_PLATFORM = "com.example.registervm";
    /** A type like Intel's trust domains. */
    static final String TD = "com.example.td";
    /** A type like the realms of Arm's CCA. */
    static final String REALM = "com.example.realm";

    private Samples() {}

    static Path jar(String name) {
        Path jar = Path.of(System.getProperty("samples"), name, "target", name + "-2.0.0.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " was not built");
        }
        return jar;
    }

    static Bundle install(BundleContext framework, String name) throws BundleException {
        Bundle bundle = framework.installBundle(jar(name).toUri().toString());
        bundle.start();
        return bundle;
    }
}
