// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** What bad input has to end in. */
final class Refusals {
    private Refusals() {}

    /** Runs what has to be refused as bad input, and gives the problem. */
    static Problem refusal(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(CloisterException.class);
        Problem problem = ((CloisterException) thrown).problem();
        assertThat(problem.kind()).isEqualTo(Problem.Kind.INPUT);
        return problem;
    }
}
