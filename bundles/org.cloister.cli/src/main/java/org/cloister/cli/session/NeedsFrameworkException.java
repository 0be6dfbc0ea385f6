// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.session;

/**
 * Ends a command on the class path that needs services. It has read and written nothing, so that it can be repeated in
 * a framework.
 */
public final class NeedsFrameworkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An end without a stack, as nobody sees it. */
    public NeedsFrameworkException() {
        super("this command needs a framework", null, false, false);
    }
}
