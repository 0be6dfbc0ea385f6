package org.cloister.probe;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * As whom the probe runs, by {@code /proc/self/status}.
 *
 * @param user the effective user's number
 * @param groups the effective group's number and those of all others
 * @param capabilities the effective ones, a bit each
 */
record ThisProcess(int user, Set<Integer> groups, long capabilities) {
    private static final int IPC_LOCK = 14;

    static Optional<ThisProcess> of(Host host) {
        return host.text("/proc/self/status").flatMap(ThisProcess::parse);
    }

    private static Optional<ThisProcess> parse(String status) {
        Map<String, String> lines = status.lines()
                .map(line -> line.split(":\\s*", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1].strip(), (first, second) -> first));
        try {
            Set<Integer> groups = Stream.of(lines.get("Groups"), effective(lines.get("Gid")))
                    .flatMap(text -> Stream.of(text.split("\\s+")))
                    .filter(text -> !text.isEmpty())
                    .map(Integer::parseUnsignedInt)
                    .collect(Collectors.toSet());
            return Optional.of(new ThisProcess(
                    Integer.parseUnsignedInt(effective(lines.get("Uid"))),
                    groups,
                    Long.parseUnsignedLong(lines.get("CapEff"), 16)));
        } catch (RuntimeException e) {
            // A status without these lines, or with others than numbers, says nothing
            return Optional.empty();
        }
    }

    /** Of real, effective, saved and file system's number the second. */
    private static String effective(String numbers) {
        return numbers.split("\\s+")[1];
    }

    /** Whether memory may be locked without a limit. */
    boolean locksMemory() {
        return (capabilities >>> IPC_LOCK & 1) != 0;
    }
}
