// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the outcome of each check of one verification, in a fixed order. Not for use by several threads. */
final class VerificationFindings {
    private final Map<CheckPoint, VerificationCheck> checks = new LinkedHashMap<>();

    /**
     * Begins with every check not performed.
     *
     * @param points in the order of the result
     */
    VerificationFindings(Collection<? extends CheckPoint> points) {
        points.forEach(point -> put(point, Status.NOT_PERFORMED, "a check that it builds on did not pass"));
    }

    /** Records how a check ended. */
    boolean judge(CheckPoint point, boolean right, String whenRight, String whenWrong) {
        put(point, right ? Status.PASSED : Status.FAILED, right ? whenRight : whenWrong);
        return right;
    }

    void pass(CheckPoint point, String detail) {
        put(point, Status.PASSED, detail);
    }

    void fail(CheckPoint point, String detail) {
        put(point, Status.FAILED, detail);
    }

    void skip(CheckPoint point, String reason) {
        put(point, Status.NOT_PERFORMED, reason);
    }

    private void put(CheckPoint point, Status status, String detail) {
        checks.put(point, new VerificationCheck(point.label(), point.stage(), status, detail));
    }

    /** Takes over how the checks ended that both have. */
    void take(VerificationFindings other) {
        other.checks.forEach(checks::replace);
    }

    boolean passed(CheckPoint point) {
        return status(point) == Status.PASSED;
    }

    Status status(CheckPoint point) {
        return check(point).status();
    }

    VerificationCheck check(CheckPoint point) {
        return checks.get(point);
    }

    List<VerificationCheck> all() {
        return List.copyOf(checks.values());
    }

    /** Whether nothing failed and everything essential passed. */
    boolean positive() {
        return checks.keySet().stream()
                .allMatch(point -> passed(point) || !point.essential() && status(point) != Status.FAILED);
    }
}
