// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

import java.util.Optional;
import org.cloister.api.Numbers;

/** Goes through the elements of a constructed one, in order. Not for use by several threads. */
public final class DerSequence {
    private final DerInput in;
    private final int end;
    private int at;

    DerSequence(DerInput in, int start, int end) {
        this.in = in;
        this.at = start;
        this.end = end;
    }

    /** Whether there is another element. */
    public boolean hasNext() {
        return at < end;
    }

    /** The next element, whatever it is. */
    public Der next() {
        Der element = Der.read(in, at, end);
        at = element.end();
        return element;
    }

    /** The next element, which has to have a tag. */
    public Der next(int tag, String what) {
        return nextIf(tag)
                .orElseThrow(() -> in.wrong(DerCodes.DER_EXPECTED, "there is no " + what + " where it has to be", at)
                        .found(hasNext() ? "tag " + Numbers.hex32(in.at(at)) : "the end")
                        .expected("tag " + Numbers.hex32(tag))
                        .exception());
    }

    /** The next element when it has a tag. */
    public Optional<Der> nextIf(int tag) {
        return hasNext() && in.at(at) == tag ? Optional.of(next()) : Optional.empty();
    }

    /** The next element, which has to be a time. */
    public Der nextTime(String what) {
        return nextIf(Der.GENERALIZED_TIME).orElseGet(() -> next(Der.UTC_TIME, what));
    }

    /** Checks that nothing is left. */
    public void end(String what) {
        if (hasNext()) {
            throw in.wrong(DerCodes.DER_TRAILING, "there is more behind the parts of a " + what, at)
                    .exception();
        }
    }
}
