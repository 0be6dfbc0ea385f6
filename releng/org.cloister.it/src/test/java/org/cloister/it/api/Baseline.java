// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.api;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cloister.it.api.Exported.Contents;
import org.osgi.framework.Version;

/**
 * Whether packages got the versions that their changes ask for, by the rules of semantic versioning (OSGi Core 3.7.3):
 * what others use and is gone or different asks for a new major version, what was added for a new minor one. What has
 * to be implemented again by others is not a mere addition.
 */
final class Baseline {
    private final Exported before;
    private final Exported now;
    private final List<String> complaints = new ArrayList<>();

    private Baseline(Exported before, Exported now) {
        this.before = before;
        this.now = now;
    }

    /** What is wrong, for people; empty when nothing is. */
    static List<String> complaints(Exported before, Exported now) {
        Baseline baseline = new Baseline(before, now);
        before.packages().forEach(baseline::compare);
        now.packages().keySet().stream()
                .filter(name -> !before.packages().containsKey(name))
                .forEach(name -> baseline.complaints.add("package " + name + " is new and not described yet"));
        return baseline.complaints;
    }

    private void compare(String name, Contents old) {
        Contents current = now.packages().get(name);
        if (current == null) {
            complaints.add("package " + name + " is not exported any more");
            return;
        }
        SortedSet<String> lost = without(old.lines(), current.lines());
        SortedSet<String> added = without(current.lines(), old.lines());
        boolean breaks = !lost.isEmpty() || added.stream().anyMatch(line -> toBeImplemented(line, old));
        Version needed = breaks ? nextMajor(old.version()) : nextMinor(old.version());
        boolean changed = breaks || !added.isEmpty();
        if (changed && current.version().compareTo(needed) < 0) {
            complaints.add("package " + name + " is version " + current.version() + " and has to be " + needed
                    + " or higher, as " + (breaks ? "what others use is gone or different:" : "something was added:"));
            lost.forEach(line -> complaints.add("  - " + line));
            added.forEach(line -> complaints.add("  + " + line));
        }
    }

    /** A method without a body in a type that was there before and that others implement. */
    private static boolean toBeImplemented(String line, Contents old) {
        String is = line.substring(0, line.indexOf(' ')) + " is ";
        return line.matches("\\S+ (public|protected) abstract .*")
                && old.lines().stream()
                        .anyMatch(known -> known.startsWith(is) && !known.startsWith(is + Described.PROVIDED));
    }

    private static SortedSet<String> without(SortedSet<String> these, SortedSet<String> those) {
        SortedSet<String> rest = new TreeSet<>(these);
        rest.removeAll(those);
        return rest;
    }

    private static Version nextMajor(Version version) {
        return new Version(version.getMajor() + 1, 0, 0);
    }

    private static Version nextMinor(Version version) {
        return new Version(version.getMajor(), version.getMinor() + 1, 0);
    }
}
