// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.Problem;

/** Has one call of a launch fail, as a platform's call may. */
public final class FailingTap implements Tap {
    private final int at;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String failed = "";

    /**
     * Fails one call.
     *
     * @param at how many calls pass before it; a number above all of them lets all pass
     */
    public FailingTap(int at) {
        this.at = at;
    }

    @Override
    public void before(String call) {
        if (calls.getAndIncrement() == at) {
            failed = call;
            throw Problem.operation(TckCodes.TCK_PLATFORM, "the platform failed, as the kit had it fail")
                    .at(call)
                    .exception();
        }
    }

    /** How many calls there were. */
    public int calls() {
        return calls.get();
    }

    /** The call that failed; empty when none did. */
    public String failed() {
        return failed;
    }
}
