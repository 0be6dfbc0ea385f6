// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.Optional;

/** What a policy changes about the rules that hold for every report, one line each. */
enum PolicySwitch {
    /** Debugging. */
    ALLOW_DEBUG("allow-debug", "permits guests that the host may debug"),
    /** Migration agents. */
    ALLOW_MIGRATE_MA("allow-migrate-ma", "permits guests with a migration agent"),
    /** The guest's policy. */
    ALLOW_UNKNOWN_BITS("allow-unknown-bits", "permits bits of the guest's policy that are not known, and bit 17 clear"),
    /** Everything else that is signed. */
    NO_UNKNOWN_BITS("no-unknown-bits", "refuses what report and certificates say and is not known");

    private final String key;
    private final String meaning;

    PolicySwitch(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** Its name in policies. */
    String key() {
        return key;
    }

    /** How it is written, and what it does. */
    String syntax() {
        return "yes: " + meaning;
    }

    static Optional<PolicySwitch> named(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }
}
