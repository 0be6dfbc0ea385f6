// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.List;

/**
 * What is known of one part of the platform. Immutable.
 *
 * @param kind what sort of part it is
 * @param subject the part by its kind and name, for people: {@code guest type sev-snp}, {@code platform kvm},
 *     {@code bundle NAME VERSION}, {@code component NAME}, {@code file PATH}
 * @param level how well it does what it is there for
 * @param summary in one line, with the first cause where it is not healthy
 * @param chain from the symptom to the first cause, one line each; empty when it is healthy
 * @param remedy what fixes the first cause; empty when nothing is to be done
 */
public record Diagnosis(Kind kind, String subject, Level level, String summary, List<String> chain, String remedy) {
    /** How well a part does what it is there for. */
    public enum Level {
        /** As it should, or it is not wanted. */
        OK,
        /** It does not, and what was asked for can work without it. */
        WARN,
        /** It does not, and what was asked for cannot work. */
        CRITICAL
    }

    /** The sorts of parts. */
    public enum Kind {
        /** A type of guests that backends bring. */
        GUEST_TYPE("guest type"),
        /** What carries guests. */
        PLATFORM("platform"),
        /** A bundle of the framework. */
        BUNDLE("bundle"),
        /** A component of a bundle. */
        COMPONENT("component"),
        /** The operator's settings. */
        SETTINGS("settings"),
        /** A file that would bring a bundle. */
        FILE("file"),
        /** Anything else. */
        OTHER("part");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** How a part is called as a subject, such as {@code platform kvm}. */
        public String subject(String name) {
            return word + " " + name;
        }

        /** The kind in words. */
        @Override
        public String toString() {
            return word;
        }
    }

    /** Keeps a copy of the list. */
    public Diagnosis {
        chain = List.copyOf(chain);
    }

    /** A part that is either healthy or keeps what was asked for from working. */
    public Diagnosis(Kind kind, String subject, boolean healthy, String summary, List<String> chain, String remedy) {
        this(kind, subject, healthy ? Level.OK : Level.CRITICAL, summary, chain, remedy);
    }

    /** A diagnosis of the kind {@link Kind#OTHER}. */
    public Diagnosis(String subject, boolean healthy, String summary, List<String> chain, String remedy) {
        this(Kind.OTHER, subject, healthy, summary, chain, remedy);
    }

    /** Whether it does what it is there for. */
    public boolean healthy() {
        return level == Level.OK;
    }

    /** The same at another level. */
    public Diagnosis withLevel(Level other) {
        return new Diagnosis(kind, subject, other, summary, chain, remedy);
    }
}
