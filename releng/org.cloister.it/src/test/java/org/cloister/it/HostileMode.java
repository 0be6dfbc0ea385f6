// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.testing.WayToFail;

/**
 * One way in which a bundle is hostile.
 *
 * @param row who fails in which method, and what that has to end in
 * @param method of the interface, or {@code getService} for what it does when its service is got
 * @param before whether it is there before core starts
 */
record HostileMode(Row row, String method, WayToFail way, boolean before) {
    /**
     * All modes, or enough of them for every build: each method throws, answers null and hangs, on one of the
     * frameworks.
     */
    private static final boolean ALL = Boolean.getBoolean("hostile.all");

    private static final int FRAMEWORK = "felix".equals(System.getProperty("framework")) ? 0 : 1;

    private static final List<String> WITHOUT_ANSWER =
            List.of("constructor", "activate", "setVcpu", "close", "launched", "measured", "failed");
    private static final String BOTH = "type platform";

    /** What it has to end in. */
    enum Row {
        /** The service is not used. */
        NOT_USED(BOTH, 50, "getService type strength contextSchema name"),
        /** The component is not made. */
        NOT_MADE("component", 0, "constructor activate"),
        /** For everybody, and for automatic choice, it is one candidate that is not possible. */
        NOT_POSSIBLE(BOTH, 1000, "facts properties plan eligible needsFirmware"),
        /** Its own launch is blamed. */
        OWN_LAUNCH(BOTH, 50, "create adapt memory setVcpu init start update finish measure status"),
        /** Its own guest's status is blamed. */
        OWN_STATUS(BOTH, 50, "status"),
        /** The machine is lost. */
        LEAKED(BOTH, 50, "close"),
        /** What asks it is blamed. */
        OWN_QUESTION(BOTH, 50, "expect capability measuresBeforeFinish"),
        /** Who takes its place is asked as well, and fails or not for reasons of its own. */
        SUCCEEDED(BOTH, 50, "canary"),
        /** It lacks something that only adds to an answer. */
        MISSED(BOTH, 50, "hostNeeds"),
        /** It does not take over the guests of another backend. */
        PASSED_OVER("backend", 300, "canAdopt adopt"),
        /** Its guests are served as if it was not there. */
        UNSEEN("backend", 300, "getService type strength contextSchema"),
        /** A launch goes on as if it was not there. */
        UNHEARD("listener", 0, "getService launched measured failed");

        private final String roles;
        private final int strength;
        private final List<String> methods;

        Row(String roles, int strength, String methods) {
            this.roles = roles;
            this.strength = strength;
            this.methods = List.of(methods.split(" "));
        }

        String roles() {
            return roles;
        }

        int strength() {
            return strength;
        }

        /** Whether it may be there before the guests: they would be its own then. */
        boolean before() {
            return this != PASSED_OVER;
        }

        /** How often the method works before it fails: a launch asks once for the status. */
        int after() {
            return this == OWN_STATUS ? 1 : 0;
        }
    }

    static List<HostileMode> modes() {
        List<HostileMode> modes = new ArrayList<>();
        int turn = -1;
        WayToFail.Sort[] sorts = WayToFail.Sort.values();
        for (Row row : Row.values()) {
            for (String method : row.methods) {
                for (WayToFail.Sort sort : sorts) {
                    turn++;
                    if (!ALL && turn % 2 != FRAMEWORK) {
                        continue;
                    }
                    List<WayToFail> ways = Stream.of(WayToFail.values())
                            .filter(way -> way.sort() == sort && strikes(method, way))
                            .toList();
                    modes.addAll(of(row, method, ways, turn / sorts.length, turn / 2 % 2 == 0 && row.before()));
                }
            }
        }
        return modes;
    }

    /** Each way and each order has its turn. */
    private static List<HostileMode> of(Row row, String method, List<WayToFail> ways, int turn, boolean before) {
        if (!ALL) {
            return ways.isEmpty()
                    ? List.of()
                    : List.of(new HostileMode(row, method, ways.get(turn % ways.size()), before));
        }
        return ways.stream()
                .flatMap(way -> Stream.of(false, true)
                        .filter(first -> !first || row.before())
                        .map(first -> new HostileMode(row, method, way, first)))
                .toList();
    }

    /** What answers nothing anyway does not fail by that. */
    private static boolean strikes(String method, WayToFail way) {
        return way != WayToFail.NOTHING || !WITHOUT_ANSWER.contains(method);
    }

    @Override
    public String toString() {
        return row + " " + method + " " + way + (before ? ", there before core" : "");
    }
}
