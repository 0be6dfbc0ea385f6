// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;

/** A line of a settings file cannot be read. */
final class WrongLine extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final transient Problem problem;

    WrongLine(int line, String what, String found, String expected) {
        this(line, Problem.host(CoreCodes.SETTINGS_SYNTAX, what).found(found).expected(expected));
    }

    WrongLine(int line, Problem problem) {
        super(problem.message());
        this.line = line;
        this.problem = problem;
    }

    int line() {
        return line;
    }

    Problem problem() {
        return problem;
    }
}
