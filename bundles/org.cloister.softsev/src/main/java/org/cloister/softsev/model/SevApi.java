// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Optional;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;

/** The version of the firmware that the software platform stands for. */
public final class SevApi {
    /** Major version of the API. */
    public static final int MAJOR = 1;
    /** Minor version of the API. */
    public static final int MINOR = 55;
    /** Number of the build. */
    public static final int BUILD = 8;

    private SevApi() {}

    /** Why a policy of SEV or SEV-ES, 32 bits, cannot be fulfilled; empty when it can. */
    public static Optional<String> whyNot(int policy) {
        if (PolicyLayout.SEV.reserved().in(Integer.toUnsignedLong(policy))) {
            return Optional.of("policy: reserved bits are set: 0x"
                    + Long.toHexString(policy & PolicyLayout.SEV.reserved().mask()));
        }
        Policy read = new Policy(PolicyLayout.SEV, Integer.toUnsignedLong(policy));
        int needed = read.major() << Byte.SIZE | read.minor();
        return needed <= (MAJOR << Byte.SIZE | MINOR)
                ? Optional.empty()
                : Optional.of("policy: minimum API " + read.major() + "." + read.minor() + ", the platform has " + MAJOR
                        + "." + MINOR);
    }
}
