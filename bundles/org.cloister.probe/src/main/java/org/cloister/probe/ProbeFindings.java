// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.host.Check;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Check.Status;

/**
 * The checks of one probe, in their order. Once one cause explains all that follows, what follows is skipped because of
 * it.
 */
final class ProbeFindings {
    private final List<Check> checks;
    private String reason;

    ProbeFindings() {
        this(new ArrayList<>());
    }

    private ProbeFindings(List<Check> checks) {
        this.checks = checks;
    }

    /** A check that is to be judged. */
    record Subject(String category, String name, boolean required) {}

    List<Check> checks() {
        return List.copyOf(checks);
    }

    /** The names of what is required and failed so far. */
    List<String> failing() {
        return checks.stream()
                .filter(check -> check.required() && check.status() == Status.FAIL)
                .map(Check::name)
                .toList();
    }

    /** Everything after this cannot work for this reason. */
    void explainAllElse(String because) {
        reason = reason == null ? because : reason;
    }

    /** The same, for what is checked whatever explains all else, because it matters to more than this type. */
    ProbeFindings regardless() {
        return new ProbeFindings(checks);
    }

    void pass(Subject subject, String seen) {
        add(subject, Status.PASS, Cause.NONE, seen, "");
    }

    void fail(Subject subject, Cause cause, String seen, String hint) {
        add(subject, Status.FAIL, cause, seen, hint);
    }

    void unknown(Subject subject, String seen, String hint) {
        add(subject, Status.UNKNOWN, Cause.NONE, seen, hint);
    }

    /** It was not checked, because of something else that has its own check. */
    void skip(Subject subject, String because) {
        add(subject, Status.SKIP, Cause.NONE, "because " + because, "");
    }

    /** Passes when a condition holds, and fails when not. */
    void require(Subject subject, boolean holds, Cause cause, String seen, String hint) {
        if (holds) {
            pass(subject, seen);
        } else {
            fail(subject, cause, seen, hint);
        }
    }

    private void add(Subject subject, Status status, Cause cause, String seen, String hint) {
        boolean skipped = reason != null && status != Status.PASS;
        checks.add(
                skipped
                        ? new Check(
                                subject.category(),
                                subject.name(),
                                subject.required(),
                                Status.SKIP,
                                Cause.NONE,
                                "because " + reason,
                                "")
                        : new Check(subject.category(), subject.name(), subject.required(), status, cause, seen, hint));
    }
}
