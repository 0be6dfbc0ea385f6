// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** Takes the problem out of a call that must be refused. */
public final class Problems {
    private Problems() {}

    /** The problem, whose code must be this one and whose kind must be input. */
    public static Problem refused(String code, ThrowingCallable call) {
        CloisterException refused = catchThrowableOfType(CloisterException.class, call);
        assertThat(refused).as("refusal with " + code).isNotNull();
        assertThat(refused.problem().code()).isEqualTo(code);
        assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.INPUT);
        return refused.problem();
    }
}
