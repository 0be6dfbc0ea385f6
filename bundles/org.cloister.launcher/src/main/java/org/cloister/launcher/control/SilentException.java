// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;
import java.time.Duration;

/** The other side is connected and neither says nor takes anything. */
public final class SilentException extends IOException {
    private static final long serialVersionUID = 1L;

    SilentException(Duration patience) {
        super("no answer within " + patience.toSeconds() + " seconds");
    }
}
