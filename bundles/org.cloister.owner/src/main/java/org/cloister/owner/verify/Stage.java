// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Locale;

/** The stages of a verification, in order. */
public enum Stage {
    /** Is it a report, with nothing in it that its version does not allow? */
    PARSE,
    /** Do AMD's keys vouch for it? */
    AUTHENTICATE,
    /** Is the key that signed it the one of the chip and TCB version that it names? */
    BIND,
    /** Is what it says what the relying party wants? */
    APPRAISE;

    /** Its name in results, lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
