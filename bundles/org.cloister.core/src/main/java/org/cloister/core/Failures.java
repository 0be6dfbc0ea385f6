// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.core.codes.CoreCodes;

/** What listeners get for a failed launch. */
final class Failures {
    private Failures() {}

    static LaunchFailure of(LaunchRequest request, RuntimeException e) {
        String type =
                request.type() instanceof TypeChoice.Named named ? named.type().name() : "auto";
        return new LaunchFailure(type, request.platform(), Optional.empty(), problem(e));
    }

    static LaunchFailure of(GuestInfo guest, RuntimeException e) {
        return new LaunchFailure(guest.type().name(), guest.trust(), Optional.of(guest.id()), problem(e));
    }

    /** Nothing but the caller's own listener can throw anything else in here. */
    private static Problem problem(RuntimeException e) {
        return e instanceof CloisterException known
                ? known.problem()
                : Problem.operation(CoreCodes.LAUNCH_LISTENER, "the caller's listener ended the launch")
                        .found(e);
    }
}
