// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.softsev.SoftSev;
import org.cloister.tck.check.CheckObserver;
import org.cloister.tck.check.CheckResult;
import org.cloister.tck.check.ContractRule;
import org.junit.jupiter.api.Test;

/** Where one of several launches fails, the others are over before the next check. */
class ParallelCallsTest {
    private static final String CHECK = "launch.parallel";

    /** Refuses the first three launches of the check where all four have met, and lets the last go on to its end. */
    private static final class LastOnly extends AlteredGuest implements CheckObserver {
        private static final int LAUNCHES = 4;

        private final AtomicInteger begun = new AtomicInteger(LAUNCHES);
        private final AtomicInteger measured = new AtomicInteger();
        private int measuredInTime;

        @Override
        public void begun(ContractRule rule) {
            if (rule.name().equals(CHECK)) {
                begun.set(0);
                measured.set(0);
            }
        }

        @Override
        public void ended(CheckResult result) {
            measuredInTime = measured.get();
        }

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            boolean last = begun.incrementAndGet() >= LAUNCHES;
            machine.vcpu(0);
            if (!last) {
                throw Problem.operation("test.busy", "one at a time").exception();
            }
            return super.init(request, plan, machine);
        }

        @Override
        public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
            Outcome<Measurement> outcome = super.measure(context, machine);
            measured.incrementAndGet();
            return outcome;
        }
    }

    @Test
    void theCheckWaitsForTheLaunchesThatGoOn() {
        LastOnly guest = new LastOnly();
        List<CheckResult> results = GuestTypeKit.of(guest, new SoftSev())
                .results(name -> name.equals("launch.interleaved") || name.equals(CHECK), guest);
        assertThat(results)
                .extracting(CheckResult::status)
                .containsExactly(CheckResult.Status.PASSED, CheckResult.Status.FAILED);
        assertThat(guest.measuredInTime).isOne();
    }
}
