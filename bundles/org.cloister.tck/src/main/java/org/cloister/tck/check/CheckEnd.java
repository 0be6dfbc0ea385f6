// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

/** Ends a check with anything but success. */
public final class CheckEnd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CheckResult.Status status;

    private CheckEnd(CheckResult.Status status, String seen, Throwable cause) {
        super(seen, cause);
        this.status = status;
    }

    /** The rule is broken. */
    public static CheckEnd failed(String seen) {
        return new CheckEnd(CheckResult.Status.FAILED, seen, null);
    }

    /** The rule is broken, by an exception. */
    public static CheckEnd failed(String seen, Throwable cause) {
        return new CheckEnd(CheckResult.Status.FAILED, seen, cause);
    }

    /** Something that is missing here keeps the rule from being checked. */
    public static CheckEnd notPerformed(String because) {
        return new CheckEnd(CheckResult.Status.NOT_PERFORMED, because, null);
    }

    /** The rule is about something that was not brought. */
    public static CheckEnd notApplicable(String because) {
        return new CheckEnd(CheckResult.Status.NOT_APPLICABLE, because, null);
    }

    /** Fails unless something holds. */
    public static void require(boolean holds, String seen) {
        if (!holds) {
            throw failed(seen);
        }
    }

    /** How the check ends. */
    public CheckResult.Status status() {
        return status;
    }
}
