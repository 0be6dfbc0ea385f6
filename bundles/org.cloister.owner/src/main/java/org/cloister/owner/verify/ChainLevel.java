// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Optional;
import org.cloister.amd.x509.AmdCertificate;

/** The levels of a chain, with the checks of each. */
enum ChainLevel {
    ROOT(SnpCheck.ROOT_FOUND, SnpCheck.ROOT_SIGNATURE, SnpCheck.ROOT_ROLE, SnpCheck.ROOT_VALIDITY),
    INTERMEDIATE(
            SnpCheck.INTERMEDIATE_FOUND,
            SnpCheck.INTERMEDIATE_SIGNATURE,
            SnpCheck.INTERMEDIATE_ROLE,
            SnpCheck.INTERMEDIATE_VALIDITY),
    LEAF(SnpCheck.LEAF_FOUND, SnpCheck.LEAF_SIGNATURE, SnpCheck.LEAF_ROLE, SnpCheck.LEAF_VALIDITY);

    private final SnpCheck found;
    private final SnpCheck signature;
    private final SnpCheck role;
    private final SnpCheck validity;

    ChainLevel(SnpCheck found, SnpCheck signature, SnpCheck role, SnpCheck validity) {
        this.found = found;
        this.signature = signature;
        this.role = role;
        this.validity = validity;
    }

    SnpCheck found() {
        return found;
    }

    SnpCheck signature() {
        return signature;
    }

    SnpCheck role() {
        return role;
    }

    SnpCheck validity() {
        return validity;
    }

    /** The certificate of this level. */
    Optional<AmdCertificate> in(Chain chain) {
        return switch (this) {
            case ROOT -> chain.root();
            case INTERMEDIATE -> chain.intermediate();
            case LEAF -> chain.leaf();
        };
    }
}
