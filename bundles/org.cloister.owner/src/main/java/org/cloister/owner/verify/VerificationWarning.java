// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Objects;

/**
 * What a verdict does not say although one may believe that it does. It changes no verdict. Immutable.
 *
 * @param name the check that it is about, such as {@code measurement}
 * @param text what was not shown; one line
 * @param remedy what ends the warning; may be empty
 */
public record VerificationWarning(String name, String text, String remedy) {
    /** Checks that all parts are there. */
    public VerificationWarning {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** Check and text, without the remedy. */
    public String summary() {
        return name + ": " + text;
    }

    /** All of it in one line. */
    @Override
    public String toString() {
        return remedy.isEmpty() ? summary() : summary() + "; " + remedy;
    }
}
