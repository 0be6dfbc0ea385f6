// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** What a PEM file calls the keys that are read here. */
enum KeyForm {
    /** RFC 5915. */
    SEC1("EC PRIVATE KEY"),
    /** RFC 5208 and its successor RFC 5958. */
    PKCS8("PRIVATE KEY"),
    /** RFC 5480. */
    SPKI("PUBLIC KEY");

    /** What stands under other labels. */
    private static final Map<String, String> OTHERS = Map.of(
            "RSA PRIVATE KEY", "an RSA key",
            "RSA PUBLIC KEY", "an RSA key",
            "DSA PRIVATE KEY", "a DSA key",
            "OPENSSH PRIVATE KEY", "a key of OpenSSH",
            "CERTIFICATE", "a certificate",
            "CERTIFICATE REQUEST", "a request for a certificate",
            "X509 CRL", "a revocation list");

    private final String label;

    KeyForm(String label) {
        this.label = label;
    }

    static Optional<KeyForm> of(String label) {
        return Arrays.stream(values()).filter(form -> form.label.equals(label)).findFirst();
    }

    /** What a file with another label is. */
    static String other(String label) {
        return OTHERS.getOrDefault(label, "something else") + " (" + label + ")";
    }
}
