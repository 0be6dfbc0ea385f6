// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The user as which the probe runs, by {@code /proc/self/status}.
 *
 * @param user the effective user's number
 * @param groups the effective group's number and those of all others
 * @param capabilities the effective ones, a bit each
 */
record ThisProcess(int user, Set<Integer> groups, long capabilities) {
    private static final int IPC_LOCK = 14;

    static Optional<ThisProcess> of(Host host) {
        Lines status = Lines.of(host.text("/proc/self/status"));
        try {
            Set<Integer> groups = new HashSet<>();
            for (String group : status.words("Groups").orElseThrow()) {
                groups.add(Integer.parseUnsignedInt(group));
            }
            groups.add(effective(status, "Gid"));
            String capabilities = status.words("CapEff").orElseThrow().get(0);
            return Optional.of(
                    new ThisProcess(effective(status, "Uid"), groups, Long.parseUnsignedLong(capabilities, 16)));
        } catch (RuntimeException e) {
            // A status without these lines, or with others than numbers, says nothing
            return Optional.empty();
        }
    }

    /** Of real, effective, saved and file system's number the second. */
    private static int effective(Lines status, String name) {
        return Integer.parseUnsignedInt(status.words(name).orElseThrow().get(1));
    }

    /** Whether memory may be locked without a limit. */
    boolean locksMemory() {
        return (capabilities >>> IPC_LOCK & 1) != 0;
    }
}
