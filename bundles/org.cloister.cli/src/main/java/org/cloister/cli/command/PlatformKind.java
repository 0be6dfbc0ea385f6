// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Trust;

/** What {@code --platform} can ask for. */
enum PlatformKind {
    HARDWARE(Trust.HARDWARE),
    EMULATED(Trust.EMULATED);

    private final Trust trust;

    PlatformKind(Trust trust) {
        this.trust = trust;
    }

    Trust trust() {
        return trust;
    }
}
