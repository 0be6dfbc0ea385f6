// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import org.cloister.api.Problem;

/** What a command ends with. The numbers are a contract with scripts. */
public enum ExitCode {
    /** Done, or the verdict is positive. */
    DONE(0),
    /** The operation failed, or the verdict is negative. */
    FAILED(1),
    /** Bad usage or bad input. */
    USAGE(2),
    /** This host cannot do it. */
    HOST(3),
    /** A defect in the program. */
    DEFECT(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }

    /** What a problem of a kind ends a command with. */
    public static ExitCode of(Problem.Kind kind) {
        return switch (kind) {
            case INPUT -> USAGE;
            case HOST -> HOST;
            case OPERATION, CANCELLED, DEADLINE -> FAILED;
            case DEFECT -> DEFECT;
        };
    }
}
