// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a value looks like, as {@code query-qmp-schema} describes it (QEMU, qapi/introspect.json). Immutable. */
public sealed interface Shape {
    /** The mark of what QEMU is going to take away. */
    String DEPRECATED = "deprecated";

    /** Text. */
    Shape TEXT = new Plain("str", "string");

    /** A whole number. */
    Shape NUMBER = new Plain("int", "int");

    /** True or false. */
    Shape SWITCH = new Plain("bool", "boolean");

    /** Any value. */
    Shape ANY = new Plain("any", "value");

    /** No members: what a command without a result answers. */
    Members NOTHING = new Members(List.of(), "", Map.of());

    /**
     * One of JSON's own values.
     *
     * @param name QEMU's word for it
     * @param json the word of introspection for it
     */
    record Plain(String name, String json) implements Shape {}

    /**
     * Values in a row.
     *
     * @param each of them
     */
    record Items(Shape each) implements Shape {}

    /**
     * One of some words.
     *
     * @param words all of them
     */
    record Words(List<String> words) implements Shape {
        /** Copies the list. */
        public Words {
            words = List.copyOf(words);
        }
    }

    /**
     * An object.
     *
     * @param members those it always or sometimes has
     * @param tag the member whose value adds others; empty when there is none
     * @param variants the members that are added, by that value
     */
    record Members(List<Member> members, String tag, Map<String, Members> variants) implements Shape {
        /** Copies list and map. */
        public Members {
            members = List.copyOf(members);
            variants = Collections.unmodifiableMap(new TreeMap<>(variants));
        }
    }

    /**
     * A member of an object.
     *
     * @param name of it
     * @param shape of its value
     * @param optional whether it may be missing
     * @param features the marks that QEMU's schema has for it
     */
    record Member(String name, Shape shape, boolean optional, List<String> features) {
        /** Copies the list. */
        public Member {
            features = List.copyOf(features);
        }

        /** The same with marks. */
        public Member marked(String... marks) {
            return new Member(name, shape, optional, List.of(marks));
        }
    }

    /** One of some words. */
    static Shape words(String... words) {
        return new Words(List.of(words));
    }

    /** Values in a row. */
    static Shape items(Shape each) {
        return new Items(each);
    }

    /** An object with these members. */
    static Members object(Member... members) {
        return new Members(Arrays.asList(members), "", Map.of());
    }

    /** A member that is always there. */
    static Member member(String name, Shape shape) {
        return new Member(name, shape, false, List.of());
    }

    /** A member that may be missing. */
    static Member optional(String name, Shape shape) {
        return new Member(name, shape, true, List.of());
    }
}
