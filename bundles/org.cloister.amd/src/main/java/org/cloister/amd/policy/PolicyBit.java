// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.List;

/** A switch of a guest's policy, of either layout. */
public sealed interface PolicyBit permits SevPolicyBit, SnpPolicyBit {
    /** Its name in policies given as text. */
    String key();

    /** The number of its bit. */
    int bit();

    /** Whether it is set in a policy. */
    default boolean in(long policy) {
        return (policy >>> bit() & 1) != 0;
    }

    /** The bits of some switches. */
    static long mask(List<? extends PolicyBit> bits) {
        return bits.stream().mapToLong(one -> 1L << one.bit()).reduce(0, (left, right) -> left | right);
    }
}
