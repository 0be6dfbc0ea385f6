// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;

/** The client's own standard output takes no more. */
public final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnwritableException() {
        super("the result could not be written");
    }
}
