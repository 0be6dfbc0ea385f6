// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.List;
import java.util.Optional;
import org.cloister.api.launch.Step;

/**
 * The result of a completed swap. Immutable.
 *
 * @param from the backend that was replaced, as it stood before; empty when there was none
 * @param to the backend that has its place
 * @param pinned whether the old one stays because of guests that the new one does not adopt
 * @param steps what was done and how long it took, in order
 * @param notes what an operator should know, such as differences that were accepted; often empty
 */
public record SwapReport(
        Optional<BackendInfo> from, BackendInfo to, boolean pinned, List<Step> steps, List<String> notes) {
    /** Keeps copies of the lists. */
    public SwapReport {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }
}
