// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.bundle.BundleRules;
import org.cloister.tck.bundle.BundleSubject;
import org.cloister.tck.check.CheckObserver;
import org.cloister.tck.check.CheckRun;
import org.cloister.tck.check.RuleTable;
import org.cloister.tck.check.VendorCalls;
import org.cloister.tck.check.VendorCheck;
import org.cloister.tck.guest.GuestTypeRules;
import org.cloister.tck.platform.VmmRules;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * The kit inside a framework, for a caller that shares no class with it but those of the JDK and of OSGi.
 *
 * <p>The argument holds {@code bundle} (the {@link Bundle} under test, installed and not started), {@code only} (a
 * {@link Set} of names; all checks where it is empty), {@code limit} (a {@link Duration}, for each call),
 * {@code doctor} (the location of the bundle that is asked why another one does not serve; empty for none) and
 * {@code lines} (a {@link Consumer} of the {@link ResultLine}s).
 */
public final class InstalledKit implements Consumer<Map<String, Object>> {
    private static final Set<String> LAST = Set.of("bundle.stops", "bundle.unloads");

    @Override
    public void accept(Map<String, Object> call) {
        Bundle bundle = (Bundle) call.get("bundle");
        Duration limit = (Duration) call.get("limit");
        Set<String> only = only(call);
        Predicate<String> wanted = name -> only.isEmpty() || only.contains(name);
        ResultLines lines = new ResultLines(lines(call));
        BundleContext context = FrameworkUtil.getBundle(InstalledKit.class).getBundleContext();
        BundleSubject subject = new BundleSubject(bundle, context, new VendorCalls(limit), (String) call.get("doctor"));
        lines.bundle(bundle);
        unknown(only).forEach(lines::unknown);
        coming(BundleRules.table(), wanted, lines);
        CheckRun<BundleSubject> rules = new CheckRun<>(BundleRules.table().checks(), lines);
        rules.of(subject, wanted.and(name -> !LAST.contains(name)));
        if (started(subject)) {
            Surrounding around = new Surrounding(context, bundle, limit);
            lines.provides(provided(subject, around));
            kits(subject, around, wanted, lines);
        }
        rules.of(subject, wanted.and(LAST::contains));
        lines.done();
    }

    /** Names of checks that there are not. */
    private static Set<String> unknown(Set<String> only) {
        Set<String> unknown = new TreeSet<>(only);
        Stream.of(BundleRules.table(), GuestTypeRules.table(), VmmRules.table())
                .flatMap(table -> table.checks().stream())
                .forEach(check -> unknown.remove(check.rule().name()));
        return unknown;
    }

    private static void coming(RuleTable<?> table, Predicate<String> wanted, ResultLines lines) {
        table.checks().stream()
                .map(VendorCheck::rule)
                .filter(rule -> wanted.test(rule.name()))
                .forEach(lines::coming);
    }

    /** Whether there is anything to test, whatever is wanted. */
    private static boolean started(BundleSubject subject) {
        return new CheckRun<>(BundleRules.table().checks(), CheckObserver.SILENT)
                .of(subject, "bundle.service"::equals)
                .get(0)
                .good();
    }

    private static void kits(BundleSubject subject, Surrounding around, Predicate<String> wanted, ResultLines lines) {
        subject.types().stream().findFirst().map(subject.context()::getService).ifPresent(type -> {
            coming(GuestTypeRules.table(), wanted, lines);
            around.kit(type).results(wanted, lines);
        });
        subject.platforms().stream()
                .findFirst()
                .map(subject.context()::getService)
                .ifPresent(platform -> {
                    coming(VmmRules.table(), wanted, lines);
                    around.kit(platform).results(wanted, lines);
                });
    }

    private static List<String> provided(BundleSubject subject, Surrounding around) {
        List<String> provided = new ArrayList<>();
        subject.types().forEach(type -> {
            ConfidentialGuestSupport support = subject.context().getService(type);
            provided.add("guest type " + around.name(() -> support.type().name()));
        });
        subject.platforms().forEach(platform -> {
            Vmm vmm = subject.context().getService(platform);
            provided.add("platform " + around.name(vmm::name));
        });
        return provided;
    }

    @SuppressWarnings("unchecked") // What stands there is a contract, see above
    private static Consumer<String> lines(Map<String, Object> call) {
        return (Consumer<String>) call.get("lines");
    }

    @SuppressWarnings("unchecked") // What stands there is a contract, see above
    private static Set<String> only(Map<String, Object> call) {
        return (Set<String>) call.get("only");
    }
}
