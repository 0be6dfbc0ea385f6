// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Groups that have one user alone. Many systems make one for each user and let it write whatever its user makes, as
 * {@code umask 002} does. Asked are the files of passwd(5) and group(5); a group or user that is known elsewhere only
 * is not known here, and taken for another.
 */
final class PrivateGroup {
    private static final int ROOT = 0;
    private static final int NAME = 0;
    private static final int NUMBER = 2;
    private static final int USERS_GROUP = 3;
    private static final int MEMBERS = 3;

    private PrivateGroup() {}

    /**
     * Whether this process's user is alone in a group. Of root's groups none counts: what root trusts is to be seen in
     * the mode.
     */
    static boolean ofThisUser(int group) {
        int user = ThisUser.number();
        return user != ROOT && isOf(user, group, lines("/etc/passwd"), lines("/etc/group"));
    }

    static boolean isOf(int user, int group, List<String[]> users, List<String[]> groups) {
        Set<String> names = users.stream()
                .filter(line -> number(line, NUMBER) == user)
                .map(line -> line[NAME])
                .collect(Collectors.toSet());
        List<String[]> known =
                groups.stream().filter(line -> number(line, NUMBER) == group).toList();
        return !names.isEmpty()
                && !known.isEmpty()
                && known.stream().allMatch(line -> names.containsAll(members(line)))
                && users.stream()
                        .filter(line -> number(line, USERS_GROUP) == group)
                        .allMatch(line -> number(line, NUMBER) == user);
    }

    private static Set<String> members(String[] line) {
        String members = line.length > MEMBERS ? line[MEMBERS] : "";
        return members.isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(members.split(",")));
    }

    private static long number(String[] line, int field) {
        try {
            return line.length > field ? Long.parseLong(line[field]) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static List<String[]> fields(List<String> lines) {
        return lines.stream().map(line -> line.split(":", -1)).toList();
    }

    private static List<String[]> lines(String file) {
        try {
            return fields(Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return List.of();
        }
    }
}
