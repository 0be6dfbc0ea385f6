// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.Arrays;
import java.util.Optional;

/** The places of a certificate in AMD's chains, each with the common name that AMD gives it (AMD 57230). */
public enum CertificateRole {
    /** AMD's root key of a product line, signed by itself. */
    ARK("ARK-", true),
    /** The key that signs the certificates of chip keys, signed by the ARK. */
    ASK("SEV-", true),
    /** The key that signs the certificates of loaded keys, signed by the ARK. */
    ASVK("SEV-VLEK-", true),
    /** A chip's key for one TCB version, signed by the ASK. */
    VCEK("SEV-VCEK", false),
    /** A key that a cloud provider loads into its chips, for one TCB version, signed by the ASVK. */
    VLEK("SEV-VLEK", false);

    private final String name;
    private final boolean authority;

    CertificateRole(String name, boolean authority) {
        this.name = name;
        this.authority = authority;
    }

    /** Whether it signs other certificates. */
    public boolean authority() {
        return authority;
    }

    /** What issues a certificate of this role; an ARK issues itself. */
    public CertificateRole issuer() {
        return switch (this) {
            case ARK, ASK, ASVK -> ARK;
            case VCEK -> ASK;
            case VLEK -> ASVK;
        };
    }

    /** The common name of this role's certificate: with the product line for an authority, as it is for a key. */
    public String commonName(String product) {
        return authority ? name + product : name;
    }

    /** The role that a common name stands for. */
    static Optional<CertificateRole> named(String commonName) {
        return Arrays.stream(values())
                .filter(role -> role.matches(commonName))
                .max((one, other) -> Integer.compare(one.specificity(), other.specificity()));
    }

    private boolean matches(String commonName) {
        return authority ? commonName.startsWith(name) && commonName.length() > name.length() : commonName.equals(name);
    }

    // "SEV-VLEK" would also be an ASK of a product "VLEK", and "SEV-VLEK-Milan" one of "VLEK-Milan".
    private int specificity() {
        return authority ? name.length() : Integer.MAX_VALUE;
    }

    /** The product line in the common name of an authority. */
    Optional<String> product(String commonName) {
        return authority && matches(commonName) ? Optional.of(commonName.substring(name.length())) : Optional.empty();
    }
}
