// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * Problems of a state that cannot be read or written. Wrong owners and modes are reported as for any other file that
 * has to be private.
 */
final class StateFailure {
    private static final Set<String> CANNOT_BE_READ =
            Set.of(ProblemCodes.FILES_IO, ProblemCodes.FILES_KIND, ProblemCodes.FILES_MISSING);

    private StateFailure() {}

    static <T> T reported(Supplier<T> work) {
        try {
            return work.get();
        } catch (CloisterException e) {
            if (CANNOT_BE_READ.contains(e.problem().code())) {
                throw of(e);
            }
            throw e;
        }
    }

    static void reported(Runnable work) {
        reported(() -> {
            work.run();
            return null;
        });
    }

    private static CloisterException of(CloisterException cause) {
        Problem said = cause.problem();
        Problem problem = Problem.host(SoftSevCodes.STATE_IO, "the platform's state cannot be read or written")
                .at(said.where())
                .found(Optional.ofNullable(said.found()).orElse(said.what()))
                .remedy(said.remedy());
        return (said.expected() == null ? problem : problem.expected(said.expected())).exception(cause);
    }

    static CloisterException locked(String folder, String holder) {
        return Problem.host(SoftSevCodes.STATE_LOCKED, "another platform is using this state folder")
                .at(folder)
                .found(holder)
                .remedy("wait until it has ended, or use another state folder")
                .exception();
    }
}
