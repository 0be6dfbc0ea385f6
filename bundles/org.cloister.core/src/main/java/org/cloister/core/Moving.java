// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Locale;

/** What a guest on its way from one platform to another is, beside its state. */
enum Moving {
    /** It is here still. */
    SENDING,
    /** It is not all here yet. */
    RECEIVING,
    /** It is all here, and its sender does not answer any more. */
    HELD;

    /** As people are shown it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
