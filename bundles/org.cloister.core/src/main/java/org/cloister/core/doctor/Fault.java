// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

/**
 * Why a bundle could not be started, or a component of it not be made, though everything that it imports is there.
 *
 * @param kind what cannot be used
 * @param where the entry or class by its name
 * @param found what is wrong with it
 * @param expected what it should be
 * @param remedy what to do
 */
public record Fault(Kind kind, String where, String found, String expected, String remedy) {
    /** What of a bundle cannot be used. */
    public enum Kind {
        /** The description of a component. */
        DESCRIPTION,
        /** A class that the bundle is started by. */
        CLASS
    }

    Cause cause() {
        String line = switch (kind) {
            case DESCRIPTION -> "the component's description " + where + " cannot be read: " + found;
            case CLASS -> "class " + where + " cannot be loaded: " + found + ", expected " + expected;
        };
        return Cause.first(line, remedy);
    }
}
