// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;

/**
 * A setting that a guest type understands. Immutable.
 *
 * @param name its name, in the words of QEMU where QEMU has it
 * @param syntax what values look like, for people: {@code hexadecimal}, {@code on|off}, {@code base64 of 32 bytes}
 * @param fallback the value that the type uses when it is not given, for people; empty when there is none
 * @param meaning one sentence
 */
public record PropertyDescription(String name, String syntax, String fallback, String meaning) {
    /** Checks that all parts are there. */
    public PropertyDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(syntax, "syntax");
        Objects.requireNonNull(fallback, "fallback");
        Objects.requireNonNull(meaning, "meaning");
    }
}
