// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Step;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.SwapReport;
import org.cloister.core.Backend;
import org.cloister.core.Replacement;
import org.cloister.core.Steps;
import org.cloister.core.codes.CoreCodes;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** One replacement of a backend, from the file to the report. Whatever fails, the old backend serves as before. */
final class Swap {
    private static final System.Logger LOG = System.getLogger(Swap.class.getName());
    private static final Duration WAY_BACK = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Replacement replacement;
    private final RetiringBackends leaving;
    private final BackendSwap wish;
    private final Steps steps;
    private final List<Step> done;
    private final List<String> notes = new ArrayList<>();

    Swap(
            BundleContext context,
            Replacement replacement,
            RetiringBackends leaving,
            BackendSwap wish,
            Steps steps,
            List<Step> done) {
        this.context = context;
        this.replacement = replacement;
        this.leaving = leaving;
        this.wish = wish;
        this.steps = steps;
        this.done = done;
    }

    SwapReport run(BackendJar jar) {
        Optional<Backend> old = replacement.current(wish.type());
        Optional<Predecessor> before = old.map(Predecessor::new);
        before.ifPresent(it -> it.requireRemovable(context, replacement));
        before.flatMap(it -> it.note(jar.version())).ifPresent(notes::add);
        BackendTrial probation = new BackendTrial(replacement, wish, steps, notes);
        NewBundle next = steps.run(
                "install",
                () -> NewBundle.install(context, replacement, jar, Predecessor.location(before, jar)),
                NewBundle::remove);
        Backend backend = orRemove(next, () -> probation.pass(old, next));
        return serve(old, next, backend);
    }

    /** Before traffic moved, the way back is to remove the new bundle. */
    private static <T> T orRemove(NewBundle next, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw after(e, next::remove);
        }
    }

    /** A failure, once the way back was gone; what fails on it comes along. */
    private static RuntimeException after(RuntimeException failure, Runnable wayBack) {
        try {
            wayBack.run();
        } catch (CloisterException left) {
            failure.addSuppressed(left);
        }
        return failure;
    }

    private SwapReport serve(Optional<Backend> old, NewBundle next, Backend backend) {
        Optional<BackendInfo> from = old.map(replacement::info);
        boolean left;
        try {
            steps.run("rebind", () -> replacement.replace(old, backend));
            left = steps.run("drain", () -> old.map(this::leave).orElse(true));
        } catch (RuntimeException e) {
            throw after(e, () -> goBack(old, next, backend));
        }
        steps.unlimited().run("keep", () -> noted(next::stay));
        old.ifPresent(gone -> remove(gone, left));
        return new SwapReport(from, replacement.info(backend), !left, done, notes);
    }

    private boolean leave(Backend old) {
        Limits limits = TimedCall.shorter(steps.limits(), wish.drain());
        try {
            return replacement.leave(old, limits);
        } catch (CloisterException e) {
            steps.limits().check();
            if (e.problem().kind() != Problem.Kind.DEADLINE) {
                throw e;
            }
            throw Problem.operation(CoreCodes.SWAP_DRAIN, "calls of the old backend do not end")
                    .at(old.key().owner().toString())
                    .found("after " + wish.drain().toMillis() + " ms calls of threads " + old.threads())
                    .remedy("allow more time for them, or end what hangs")
                    .exception();
        }
    }

    /** Once it had traffic, guests may need the new backend: it leaves like any other. */
    private void goBack(Optional<Backend> old, NewBundle next, Backend backend) {
        if (!replacement.restore(old, backend)) {
            next.remove();
            return;
        }
        leaving.add(backend, next.bundle());
        try {
            replacement.leave(backend, TimedCall.shorter(Limits.NONE, WAY_BACK));
        } catch (CloisterException e) {
            LOG.log(
                    Level.WARNING,
                    "a backend that was not kept is still in use: {0}",
                    e.problem().message());
        }
        leaving.sweep();
    }

    private void remove(Backend old, boolean left) {
        Bundle bundle = context.getBundle(old.key().owner().bundle());
        if (bundle == null) {
            return;
        }
        if (left) {
            steps.unlimited().run("remove", () -> noted(() -> NewBundle.remove(bundle)));
        } else {
            leaving.add(old, bundle);
            notes.add("the old backend stays for its guests "
                    + replacement.info(old).guests());
        }
    }

    /** The swap is done; failures while clearing away are reported and change nothing. */
    private void noted(Runnable work) {
        try {
            work.run();
        } catch (CloisterException e) {
            notes.add(e.problem().message());
        }
    }
}
