// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import java.util.Arrays;
import java.util.Optional;

/** Which key of the platform an answer has to come from: KEY_SEL of a request for a report or a derived key. */
public enum KeyChoice {
    /** The VLEK when one is loaded, else the VCEK. */
    ANY(0),
    /** The chip's key. */
    VCEK(1),
    /** The key that the provider loaded. */
    VLEK(2);

    private final int code;

    KeyChoice(int code) {
        this.code = code;
    }

    /** KEY_SEL, two bits. */
    public int code() {
        return code;
    }

    /** The choice with a code; empty for 3, which is reserved. */
    public static Optional<KeyChoice> of(int code) {
        return Arrays.stream(values()).filter(one -> one.code == code).findFirst();
    }
}
