// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.core.Backend;
import org.cloister.core.PendingBackends;
import org.cloister.core.Replacement;
import org.cloister.core.SwapLocation;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.FailureText;
import org.cloister.core.doctor.StartingClasses;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundle of a new backend on its way from a file to a service that is tried. */
final class NewBundle {
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration SERVICE = Duration.ofSeconds(3);
    private static final long LOOK_MILLIS = 50;

    private final BundleContext context;
    private final Replacement replacement;
    private final BackendJar jar;
    private final Bundle bundle;
    private final PendingBackends trial;

    private NewBundle(
            BundleContext context, Replacement replacement, BackendJar jar, Bundle bundle, PendingBackends trial) {
        this.context = context;
        this.replacement = replacement;
        this.jar = jar;
        this.bundle = bundle;
        this.trial = trial;
    }

    /** It is expected before it is there: a listener may start it at once, as its first class may on Equinox. */
    static NewBundle install(BundleContext context, Replacement replacement, BackendJar jar, SwapLocation location) {
        PendingBackends trial = replacement.expect(location.toString());
        try {
            return new NewBundle(context, replacement, jar, installed(context, jar, location.toString()), trial);
        } catch (RuntimeException e) {
            replacement.forget(location.toString());
            throw e;
        }
    }

    private static Bundle installed(BundleContext context, BackendJar jar, String location) {
        ServiceRegistration<CollisionHook> beside = allowBeside(context);
        try {
            return context.installBundle(location, jar.open());
        } catch (BundleException e) {
            throw Problem.operation(CoreCodes.SWAP_INSTALL, "the framework does not install the bundle")
                    .at(jar.toString())
                    .found(FailureText.of(e))
                    .exception();
        } finally {
            beside.unregister();
        }
    }

    /** Two bundles of one name and version are refused by default (OSGi Core 4.2); old and new may have the same. */
    private static ServiceRegistration<CollisionHook> allowBeside(BundleContext context) {
        CollisionHook hook = (operation, target, collisions) -> {
            if (operation == CollisionHook.INSTALLING && target.equals(context.getBundle())) {
                collisions.clear();
            }
        };
        return context.registerService(CollisionHook.class, hook, null);
    }

    Bundle bundle() {
        return bundle;
    }

    void resolve() {
        FrameworkWiring framework = context.getBundle(0).adapt(FrameworkWiring.class);
        if (!framework.resolveBundles(List.of(bundle))) {
            throw Unresolved.explain(bundle, context.getBundles());
        }
    }

    /**
     * Looks whether it could be started. Within a time, as on Equinox that starts a bundle of lazy activation: its
     * first class does.
     */
    void requireLoadable(Limits limits) {
        TimedCall.run("load of " + jar, TimedCall.shorter(limits, START), () -> StartingClasses.fault(bundle))
                .ifPresent(fault -> {
                    throw Unloadable.refusal(jar, fault);
                });
    }

    /**
     * Starts what can be loaded, for this run of the framework only, and waits for its guest type, which gets no work
     * yet.
     */
    Backend start(Limits limits) {
        TimedCall.run("start of " + jar, TimedCall.shorter(limits, START), () -> {
            start(Bundle.START_TRANSIENT);
            return null;
        });
        trial.started();
        Backend backend = await(TimedCall.shorter(limits, SERVICE), limits);
        if (trial.count() > 1) {
            throw Problem.input(CoreCodes.SWAP_TYPES, "the bundle brings more than one guest type")
                    .at(jar.toString())
                    .remedy("make one bundle for each")
                    .exception();
        }
        return backend;
    }

    private void start(int options) {
        try {
            bundle.start(options);
        } catch (BundleException e) {
            throw Problem.operation(CoreCodes.SWAP_START, "the bundle does not start")
                    .at(jar.toString())
                    .found(FailureText.of(e))
                    .exception();
        }
    }

    private Backend await(Limits patience, Limits limits) {
        while (true) {
            try {
                Optional<Backend> came = trial.await(LOOK_MILLIS);
                if (came.isPresent()) {
                    return came.get();
                }
            } catch (CloisterException e) {
                throw refused(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw inactive().found("the thread was interrupted").exception();
            }
            limits.check();
            if (patience.deadline().orElseThrow().passed() || ActivationDiagnosis.failed(context, bundle)) {
                throw ActivationDiagnosis.told(context, bundle, inactive()).exception();
            }
        }
    }

    /** Why its service could not be used: told by who can look behind it. */
    private CloisterException refused(CloisterException e) {
        return ActivationDiagnosis.failed(context, bundle)
                ? ActivationDiagnosis.told(context, bundle, inactive()).exception()
                : inactive().found(e.problem().message()).exception();
    }

    private Problem inactive() {
        return Problem.operation(CoreCodes.SWAP_INACTIVE, "the bundle was started and brings no guest type")
                .at(jar.toString());
    }

    /** It stays: from now on it is started with the framework, where the framework keeps its bundles. */
    void stay() {
        start(0);
    }

    /** Stops and uninstalls it. */
    void remove() {
        replacement.forget(bundle.getLocation());
        remove(bundle);
    }

    /**
     * Stops and uninstalls a bundle in a bounded time.
     *
     * @throws CloisterException when that fails or hangs
     */
    static void remove(Bundle bundle) {
        String name = bundle.getSymbolicName() + " " + bundle.getVersion();
        TimedCall.run("removal of " + name, TimedCall.shorter(Limits.NONE, START), () -> {
            try {
                bundle.stop();
            } finally {
                if (bundle.getState() != Bundle.UNINSTALLED) {
                    bundle.uninstall();
                }
            }
            return null;
        });
    }
}
