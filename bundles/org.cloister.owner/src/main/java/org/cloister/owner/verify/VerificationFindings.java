// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.struct.Unknown;

/** Collects the outcome of each check of one verification, in a fixed order. Not for use by several threads. */
final class VerificationFindings {
    private final Map<CheckPoint, VerificationCheck> checks;
    private final List<VerificationWarning> warnings = new ArrayList<>();
    private final List<Unknown> unknown = new ArrayList<>();

    /**
     * Begins with every check not performed.
     *
     * @param points in the order of the result
     */
    VerificationFindings(Collection<? extends CheckPoint> points) {
        checks = new LinkedHashMap<>(2 * points.size());
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

    /** Records a failure with another remedy than that of the check. */
    void fail(CheckPoint point, String detail, String remedy) {
        checks.put(point, new VerificationCheck(point.label(), point.stage(), Status.FAILED, detail, remedy));
    }

    /** Records that a check passed although something in what it looked at is not known. */
    void tell(CheckPoint point, String detail) {
        put(point, Status.TOLD, detail);
    }

    /** Lists what is not known. */
    void addUnknown(List<Unknown> some) {
        unknown.addAll(some);
    }

    List<Unknown> unknown() {
        return List.copyOf(unknown);
    }

    void warn(CheckPoint point, String text, String remedy) {
        warnings.add(new VerificationWarning(point.label(), text, remedy));
    }

    List<VerificationWarning> warnings() {
        return List.copyOf(warnings);
    }

    void skip(CheckPoint point, String reason) {
        put(point, Status.NOT_PERFORMED, reason);
    }

    private void put(CheckPoint point, Status status, String detail) {
        String remedy = status == Status.FAILED ? point.remedy() : "";
        checks.put(point, new VerificationCheck(point.label(), point.stage(), status, detail, remedy));
    }

    /** Takes over how the checks ended that both have. */
    void take(VerificationFindings other) {
        other.checks.forEach(checks::replace);
    }

    boolean has(CheckPoint point) {
        return checks.containsKey(point);
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
                .allMatch(point -> passed(point)
                        || status(point) == Status.TOLD
                        || !point.essential() && status(point) != Status.FAILED);
    }
}
