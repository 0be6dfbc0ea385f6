package org.cloister.core.swap;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
import org.cloister.core.SwapLocation;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/** One replacement of a backend, from the file to the report. Whatever fails, the old backend serves as before. */
final class Swap {
    private static final System.Logger LOG = System.getLogger(Swap.class.getName());
    private static final Duration WAY_BACK = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Replacement replacement;
    private final Leaving leaving;
    private final BackendSwap wish;
    private final Steps steps;
    private final List<Step> done;
    private final List<String> notes = new ArrayList<>();

    Swap(
            BundleContext context,
            Replacement replacement,
            Leaving leaving,
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
        old.ifPresent(this::requireRemovable);
        old.ifPresent(backend -> compareVersions(backend, jar));
        NewBundle next = steps.run(
                "install", () -> NewBundle.install(context, replacement, jar, location(old)), NewBundle::remove);
        Backend backend = orRemove(next, () -> tried(old, next));
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

    /** The bundle goes when its backend does: it must bring nothing else, and must not be the framework or this bundle. */
    private void requireRemovable(Backend old) {
        long bundle = old.key().owner().bundle();
        boolean own = bundle == 0 || bundle == context.getBundle().getBundleId();
        if (own || replacement.broughtBy(bundle) > 1) {
            throw Problem.operation("swap.shared", "the bundle of the old backend cannot be removed for its sake")
                    .at(old.key().owner().toString())
                    .found(
                            own
                                    ? "a part of the platform"
                                    : replacement.broughtBy(bundle) + " guest types in one bundle")
                    .expected("a bundle of its own")
                    .exception();
        }
    }

    private void compareVersions(Backend old, BackendJar jar) {
        Version before = Version.parseVersion(old.key().owner().version());
        int order = jar.version().compareTo(before);
        if (order == 0) {
            notes.add("version " + before + " as before");
        } else if (order < 0) {
            notes.add("version " + jar.version() + " is older than " + before);
        }
    }

    private static SwapLocation location(Optional<Backend> old) {
        String mark = UUID.randomUUID().toString();
        return old.map(backend -> new SwapLocation(
                        backend.key().owner().bundle(), backend.key().ranking(), mark))
                .orElseGet(() -> new SwapLocation(0, 0, mark));
    }

    private Backend tried(Optional<Backend> old, NewBundle next) {
        steps.run("resolve", next::resolve);
        Backend backend = steps.run("start", () -> next.start(steps.limits()));
        requireType(backend);
        if (wish.canary()) {
            steps.run("canary", () -> {
                notes.addAll(CanaryRun.of(old, backend, wish.accepted(), replacement, steps.limits()));
            });
        }
        if (replacement.hasToAdopt(backend)) {
            steps.run("adopt", () -> tryAdopting(backend));
        }
        return backend;
    }

    private void requireType(Backend backend) {
        if (!backend.type().equals(wish.type())) {
            throw Problem.input("swap.type", "the bundle brings another guest type")
                    .at(backend.key().owner().toString())
                    .found(backend.type())
                    .expected(wish.type())
                    .exception();
        }
    }

    private void tryAdopting(Backend backend) {
        try {
            Bounded.run("adoption by " + backend.key().owner(), Bounded.shorter(steps.limits(), wish.drain()), () -> {
                replacement.tryAdopting(backend);
                return null;
            });
        } catch (CloisterException e) {
            if (e.problem().code().startsWith("backend.") || e.problem().kind() == Problem.Kind.DEFECT) {
                throw Problem.operation("swap.adopt", "the new backend fails to take over a guest that is there")
                        .at(backend.key().owner().toString())
                        .found(e.problem().message())
                        .exception();
            }
            throw e;
        }
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
        Limits limits = Bounded.shorter(steps.limits(), wish.drain());
        try {
            return replacement.leave(old, limits);
        } catch (CloisterException e) {
            steps.limits().check();
            if (e.problem().kind() != Problem.Kind.DEADLINE) {
                throw e;
            }
            throw Problem.operation("swap.drain", "calls of the old backend do not end")
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
            replacement.leave(backend, Bounded.shorter(Limits.NONE, WAY_BACK));
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

    /** The swap is done; what fails in clearing away is told and changes nothing. */
    private void noted(Runnable work) {
        try {
            work.run();
        } catch (CloisterException e) {
            notes.add(e.problem().message());
        }
    }
}
