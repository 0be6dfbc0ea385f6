// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Collection;
import java.util.EnumSet;

/**
 * A chain, or its upper part, with what its checks came to.
 *
 * @param findings of its checks, see {@link #CHECKS}
 * @param good whether all that is there is in order, and nothing of it is known to be revoked
 */
record JudgedChain(Chain chain, VerificationFindings findings, boolean good) {
    /** The checks of chains, in their order. */
    static final Collection<SnpCheck> CHECKS = EnumSet.range(SnpCheck.ROOT_FOUND, SnpCheck.CRL_LEAF);

    /** Those of revocation. */
    static final Collection<SnpCheck> REVOCATION = EnumSet.range(SnpCheck.CRL_ISSUER, SnpCheck.CRL_LEAF);

    /** How far it got: the number of checks that passed. */
    long passed() {
        return CHECKS.stream().filter(findings::passed).count();
    }

    /** The one that got further; of equals this one. */
    JudgedChain or(JudgedChain other) {
        boolean further = other.good != good ? other.good : other.passed() > passed();
        return further ? other : this;
    }
}
