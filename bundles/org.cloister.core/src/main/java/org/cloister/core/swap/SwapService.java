// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.Step;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendKeeper;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.SwapFailure;
import org.cloister.api.operate.SwapReport;
import org.cloister.api.operate.VendorFault;
import org.cloister.core.Launcher;
import org.cloister.core.Replacement;
import org.cloister.core.Steps;
import org.cloister.core.SwapLocation;
import org.cloister.core.codes.CoreCodes;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Lets one swap go on at a time, and none while the platform is going down. */
@Component(
        immediate = true,
        service = {BackendKeeper.class, SwapService.class})
public final class SwapService implements BackendKeeper {
    private static final System.Logger LOG = System.getLogger(SwapService.class.getName());
    /** Below what Declarative Services wait for a deactivation. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(4);

    private final BundleContext context;
    private final Launcher launcher;
    private final Replacement replacement;
    private final RetiringBackends leaving;
    private final BackendPins pins;
    private final ReentrantLock one = new ReentrantLock();
    private final Cancellation shutdown = new Cancellation();
    private final Map<GuestType, String> serving = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Clears away what a process left behind that ended in the middle of a swap. */
    @Activate
    public SwapService(BundleContext context, @Reference Launcher launcher, @Reference BackendPins pins) {
        this.context = context;
        this.launcher = launcher;
        replacement = launcher.replacement();
        this.pins = pins;
        leaving = new RetiringBackends(replacement);
        Recovery.run(context);
        SwapsEnd.listen(context);
    }

    /** Notified of swaps that were done, in the thread of the swap. */
    interface Listener {
        void swapped(BackendJar jar, SwapReport report);
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    void unlisten(Listener listener) {
        listeners.remove(listener);
    }

    @Override
    public List<BackendInfo> backends() {
        leaving.sweep();
        return replacement.infos();
    }

    @Override
    public List<VendorFault> faults() {
        return replacement.faults();
    }

    @Override
    public SwapReport swap(BackendSwap swap, LaunchListener listener, Limits limits) {
        try {
            return swapped(swap, listener, limits);
        } catch (CloisterException e) {
            // A caller that finds another swap under way tries again
            if (!e.problem().code().equals(CoreCodes.SWAP_BUSY)) {
                replacement.report(
                        new SwapFailure(swap.type(), swap.bundle().getFileName().toString(), e.problem()));
            }
            throw e;
        }
    }

    private SwapReport swapped(BackendSwap swap, LaunchListener listener, Limits limits) {
        return alone(swap.type().name(), limits, own -> {
            List<Step> done = new CopyOnWriteArrayList<>();
            Steps steps = new Steps(listener, own, done);
            BackendJar jar = steps.run("read", () -> BackendJar.read(swap.bundle()));
            return swap(jar, swap, steps, done);
        });
    }

    /** What was read is what is judged and installed; the file is not read again. */
    SwapReport swap(BackendJar jar, boolean canary, Set<String> accept) {
        return alone(jar.toString(), Limits.NONE, own -> {
            List<Step> done = new CopyOnWriteArrayList<>();
            BackendSwap wish = new BackendSwap(jar.type(), jar.file(), canary, accept, BackendSwap.DRAIN);
            return swap(jar, wish, new Steps(LaunchListener.SILENT, own, done), done);
        });
    }

    private SwapReport swap(BackendJar jar, BackendSwap swap, Steps steps, List<Step> done) {
        steps.run("judge", () -> judge(jar, swap.type()));
        leaving.sweep();
        SwapReport report = new Swap(context, replacement, leaving, swap, steps, done).run(jar);
        serving.put(swap.type(), jar.origin().sha256());
        LOG.log(Level.INFO, "{0} serves {1} now: {2}", jar, swap.type(), jar.origin());
        listeners.forEach(heard -> heard.swapped(jar, report));
        replacement.report(report);
        return report;
    }

    /** Before anything of it runs. */
    private void judge(BackendJar jar, GuestType wanted) {
        launcher.requireSettings();
        pins.get().admit(jar);
        if (!jar.type().equals(wanted)) {
            throw Problem.input(CoreCodes.SWAP_TYPE, "the bundle brings another guest type; nothing of it was run")
                    .at(jar.file().toString())
                    .found(jar.type())
                    .expected(wanted)
                    .exception();
        }
    }

    /** Changes when what was refused may be let in. */
    int changes() {
        return pins.changes();
    }

    /** Whether a bundle was swapped in and serves, in an earlier run of the framework too where that kept it. */
    boolean serves(BackendJar jar) {
        String sha256 = jar.origin().sha256();
        return serving.containsValue(sha256)
                || Arrays.stream(context.getBundles())
                        .filter(bundle -> (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0)
                        .flatMap(bundle -> SwapLocation.parse(bundle.getLocation()).stream())
                        .flatMap(swapped -> swapped.file().stream())
                        .anyMatch(file -> file.sha256().equals(sha256));
    }

    /** Refuses what was kept of an earlier swap and is older than the bundle of its name that is installed since. */
    void requireNotOlder(BackendJar jar) {
        replacement
                .current(jar.type())
                .map(current -> current.key().owner())
                .filter(owner -> owner.name().equals(jar.name()))
                .filter(owner -> Version.parseVersion(owner.version()).compareTo(jar.version()) > 0)
                .ifPresent(owner -> {
                    throw Problem.operation(CoreCodes.SWAP_OLDER, "an earlier swap does not hold any more")
                            .found("version " + jar.version() + " of " + jar.name())
                            .expected("at least " + owner.version() + ", which is installed")
                            .remedy("take the file away, or swap it in again if the older one is meant")
                            .exception();
                });
    }

    private interface Work<T> {
        T under(Limits limits);
    }

    private <T> T alone(String what, Limits limits, Work<T> work) {
        if (!one.tryLock()) {
            throw Problem.operation(CoreCodes.SWAP_BUSY, "another swap is under way")
                    .at(what)
                    .remedy("wait for its end")
                    .exception();
        }
        try {
            requireUp(what);
            return undisturbed(what, limits, work);
        } finally {
            one.unlock();
        }
    }

    private <T> T undisturbed(String what, Limits limits, Work<T> work) {
        Cancellation own = new Cancellation();
        try (Cancellation.Registration ended = shutdown.onCancel(own::cancel);
                Cancellation.Registration cancelled = limits.cancellation().onCancel(own::cancel)) {
            return work.under(TimedCall.with(own, limits));
        } catch (CloisterException | IllegalStateException e) {
            if (shutdown.isCancelled() || frameworkStops()) {
                throw down(what);
            }
            throw e;
        }
    }

    private void requireUp(String what) {
        if (shutdown.isCancelled() || frameworkStops()) {
            throw down(what);
        }
    }

    private boolean frameworkStops() {
        try {
            return context.getBundle(0).getState() == Bundle.STOPPING;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static CloisterException down(String what) {
        return Problem.operation(CoreCodes.SWAP_SHUTDOWN, "the platform is going down; the old backend stays")
                .at(what)
                .remedy("swap again when it is up")
                .exception();
    }

    /** A swap under way is ended and waited for, so that it takes its new bundle away while that can be done. */
    @Deactivate
    void close() {
        shutdown.cancel();
        try {
            if (one.tryLock(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                one.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leaving.close();
    }
}
