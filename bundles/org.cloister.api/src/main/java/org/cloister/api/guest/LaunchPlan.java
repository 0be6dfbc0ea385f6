// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;

/**
 * Everything that goes into a guest, in the order in which it goes in. Made without a platform, so that a guest's owner
 * and its host get the same one from the same request. Immutable.
 *
 * @param type the guest type
 * @param memory the machine's regions, by ascending address, not overlapping; at most 1024, of 64 TiB together
 * @param ranges what is put into memory, in the order of the measurement: each within one region, no two of them
 *     overlapping, at most 65536. Alignment is a matter of the type's
 * @param vcpus the processors' initial registers, from 0 on, without gaps; at most 4096
 * @param vcpusMeasured whether those registers are measured, after the ranges
 * @param policy the policy of the launch
 * @param profile what the initial state follows, such as {@code init2}
 * @param notes what the caller should know about choices that were made for it, each a sentence; at most 1000
 */
public record LaunchPlan(
        GuestType type,
        List<MemoryRegion> memory,
        List<InitialRange> ranges,
        List<VcpuState> vcpus,
        boolean vcpusMeasured,
        GuestPolicy policy,
        String profile,
        List<String> notes) {
    /** Copies the lists and checks that all parts are there. */
    public LaunchPlan {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(profile, "profile");
        memory = List.copyOf(memory);
        ranges = List.copyOf(ranges);
        vcpus = List.copyOf(vcpus);
        notes = List.copyOf(notes);
    }

    /** The same plan with more notes, behind its own. */
    public LaunchPlan noted(String... more) {
        List<String> all = Stream.concat(notes.stream(), Stream.of(more)).toList();
        return new LaunchPlan(type, memory, ranges, vcpus, vcpusMeasured, policy, profile, all);
    }

    /** The same plan with its vCPUs left out of the digest: the digest of what comes before them. */
    public LaunchPlan withoutMeasuredVcpus() {
        return new LaunchPlan(type, memory, ranges, vcpus, false, policy, profile, notes);
    }
}
