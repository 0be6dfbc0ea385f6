// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.cloister.tck.check.CheckResult.Status;

/**
 * Performs checks one after the other. A check whose needs are not met is not performed, and names what kept it.
 *
 * @param <S> what the checks look at
 */
public final class CheckRun<S> {
    private final List<VendorCheck<S>> checks;
    private final CheckObserver observer;
    private final Map<String, CheckResult> results = new LinkedHashMap<>();

    /**
     * Prepares a run.
     *
     * @param observer learns of each check that is reported
     */
    public CheckRun(List<VendorCheck<S>> checks, CheckObserver observer) {
        this.checks = List.copyOf(checks);
        this.observer = observer;
    }

    /**
     * Performs some of them, and what they need; none twice.
     *
     * @param wanted names of the checks to report
     */
    public List<CheckResult> of(S subject, Predicate<String> wanted) {
        List<VendorCheck<S>> reported =
                checks.stream().filter(one -> wanted.test(one.rule().name())).toList();
        List<CheckResult> all = new ArrayList<>();
        for (VendorCheck<S> check : reported) {
            observer.begun(check.rule());
            CheckResult result = result(check, subject);
            observer.ended(result);
            all.add(result);
        }
        return all;
    }

    private CheckResult result(VendorCheck<S> check, S subject) {
        CheckResult known = results.get(check.rule().name());
        if (known == null) {
            known = performed(check, subject);
            results.put(check.rule().name(), known);
        }
        return known;
    }

    private CheckResult performed(VendorCheck<S> check, S subject) {
        for (String need : check.needs()) {
            CheckResult before = result(named(need), subject);
            if (before.status() == Status.NOT_APPLICABLE) {
                return new CheckResult(check.rule(), Status.NOT_APPLICABLE, before.seen());
            }
            if (!before.good()) {
                return new CheckResult(check.rule(), Status.NOT_PERFORMED, kept(need, before));
            }
        }
        try {
            return new CheckResult(check.rule(), Status.PASSED, check.body().of(subject));
        } catch (CheckEnd verdict) {
            return new CheckResult(check.rule(), verdict.status(), verdict.getMessage());
        } catch (Exception e) {
            return new CheckResult(check.rule(), Status.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** The fault that is behind it, and not what that one kept from being performed in turn. */
    private static String kept(String need, CheckResult before) {
        return before.status() == Status.FAILED ? need + " failed" : before.seen();
    }

    private VendorCheck<S> named(String name) {
        return checks.stream()
                .filter(one -> one.rule().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no check " + name));
    }
}
