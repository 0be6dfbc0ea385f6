// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cloister.api.guest.Measurement;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.Meeting;

/** Several launches at the same time. */
final class ParallelLaunches {
    private static final int LAUNCHES = 4;

    private ParallelLaunches() {}

    static String of(GuestTypeSubject on) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(LAUNCHES);
        try {
            Meeting meeting = new Meeting(LAUNCHES);
            Callable<Measurement> launch = () -> LaunchCallRules.whole(on, meeting.tap());
            // All are over before any is judged: the next check is not to meet calls of theirs
            List<Future<Measurement>> launches = threads.invokeAll(Collections.nCopies(LAUNCHES, launch));
            Measurement first = answer(launches.get(0));
            for (Future<Measurement> other : launches) {
                Measurement next = answer(other);
                CheckEnd.require(LaunchCallRules.agree(first, next), "one " + first + ", another " + next);
            }
            return LAUNCHES + " launches at once agree";
        } finally {
            threads.shutdownNow();
        }
    }

    private static Measurement answer(Future<Measurement> launch) throws InterruptedException {
        try {
            return launch.get();
        } catch (ExecutionException e) {
            throw CheckEnd.failed(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }
}
