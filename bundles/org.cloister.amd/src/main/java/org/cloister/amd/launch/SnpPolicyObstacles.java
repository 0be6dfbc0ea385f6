// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.cloister.amd.policy.SnpPolicy;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.api.platform.PlatformFacts;

/** Why a platform cannot fulfil the policy of an SNP guest, by its facts. What it does not say is not an obstacle. */
final class SnpPolicyObstacles {
    private SnpPolicyObstacles() {}

    static List<String> of(SnpPolicy policy, PlatformFacts platform) {
        List<String> obstacles = new ArrayList<>();
        OptionalLong mask = platform.number("snp-policy-bits");
        long beyond = policy.value() & ~mask.orElse(-1);
        if (beyond != 0) {
            obstacles.add("policy bits " + names(beyond) + " are beyond those of this platform, 0x"
                    + Long.toHexString(mask.getAsLong()));
        }
        if (platform.number("smt").orElse(0) == 1 && !policy.has(SnpPolicyBit.SMT)) {
            obstacles.add("the policy forbids multithreading (smt=off), which is on on this platform");
        }
        long sockets = platform.number("sockets").orElse(1);
        if (sockets > 1 && policy.has(SnpPolicyBit.SINGLE_SOCKET)) {
            obstacles.add("the policy demands a single socket, this platform has " + sockets);
        }
        return obstacles;
    }

    private static String names(long bits) {
        return Arrays.stream(SnpPolicyBit.values())
                .filter(bit -> bit.in(bits))
                .map(bit -> bit.bit() + " (" + bit.key() + ")")
                .collect(Collectors.joining(", "));
    }
}
