// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.report.PlatformInfo;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.api.OnOff;

/**
 * Numbers that other verifiers compare as a ceiling, in the words of this one: what widens has to be off where the
 * ceiling has it off, what narrows has to be on where the ceiling has it on.
 */
final class ForeignCeiling {
    private static final Set<SnpPolicyBit> WIDENING =
            EnumSet.of(SnpPolicyBit.SMT, SnpPolicyBit.MIGRATE_MA, SnpPolicyBit.DEBUG, SnpPolicyBit.CXL);
    private static final Set<PlatformInfo.Bit> EXPOSING =
            EnumSet.of(PlatformInfo.Bit.SMT, PlatformInfo.Bit.TSME, PlatformInfo.Bit.TIO);

    private ForeignCeiling() {}

    /** A demand for the guest's policy. */
    static String policy(long ceiling) {
        List<String> parts = new ArrayList<>();
        for (SnpPolicyBit bit : SnpPolicyBit.values()) {
            demanded(bit.key(), WIDENING.contains(bit), bit.in(ceiling)).ifPresent(parts::add);
        }
        parts.add("abi=" + (ceiling >>> Byte.SIZE & 0xff) + "." + (ceiling & 0xff));
        return String.join(",", parts);
    }

    /** A demand for the platform's switches; empty where it would demand nothing. */
    static Optional<String> platform(PlatformInfo ceiling) {
        List<String> parts = new ArrayList<>();
        for (PlatformInfo.Bit bit : PlatformInfo.Bit.values()) {
            demanded(bit.key(), EXPOSING.contains(bit), ceiling.has(bit)).ifPresent(parts::add);
        }
        return Optional.of(String.join(",", parts)).filter(all -> !all.isEmpty());
    }

    private static Optional<String> demanded(String key, boolean widens, boolean on) {
        return on == widens ? Optional.empty() : Optional.of(key + "=" + OnOff.text(on));
    }

    /**
     * Demands for a TCB version of which each byte is compared: what a byte is, is another thing in each generation.
     *
     * @param only the one generation that it is for; empty for all
     */
    static List<String> tcb(long least, Optional<Generation> only) {
        List<String> values = new ArrayList<>();
        for (Generation generation : Generations.withSnp()) {
            TcbVersion version = new TcbVersion(least, generation.tcbLayout().orElseThrow());
            boolean whole =
                    version.beyond().equals(Bytes.EMPTY) || version.beyond().isZero();
            if (whole && only.orElse(generation) == generation) {
                values.add(generation.product().toLowerCase(Locale.ROOT) + ":" + version);
            }
        }
        return values;
    }
}
