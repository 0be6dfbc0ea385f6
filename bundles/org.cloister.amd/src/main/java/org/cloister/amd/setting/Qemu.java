// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

/**
 * What QEMU calls a setting (QEMU, qapi/qom.json). Immutable.
 *
 * @param key the key of its object, or of {@code -machine}; empty when QEMU has no word for it
 * @param form what its values look like there
 * @param usual the value to write where none is given, because QEMU demands one; empty otherwise
 * @param old an older spelling of the key; empty when there is none
 */
public record Qemu(String key, Form form, String usual, String old) {
    /** What values look like in QEMU's words. */
    public enum Form {
        /** Handed on as it is. */
        TEXT,
        /** A number, decimal or hexadecimal; written in decimal here. */
        NUMBER,
        /** The same; written in hexadecimal here. */
        HEX,
        /** {@code on|off}. */
        SWITCH,
        /** The name of a file, whose content is the value. */
        FILE,
        /** {@code on|off|auto} for QEMU, a profile's name here. */
        PROFILE,
        /** A word of {@code -machine}, the same here. */
        MACHINE
    }

    static final Qemu NONE = new Qemu("", Form.TEXT);

    Qemu(String key, Form form) {
        this(key, form, "");
    }

    Qemu(String key, Form form, String usual) {
        this(key, form, usual, "");
    }

    /** Whether its object has a key for it. */
    public boolean inObject() {
        return !key.isEmpty() && form != Form.MACHINE;
    }
}
