// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A service that a bundle registered: foreign code, got and called in threads of its own. While a call that was given
 * up has not come back, there is no other. Safe for use by several threads.
 *
 * @param <S> the vendors' interface
 */
public final class VendorService<S> {
    /** How long a question may take: as long as core gives one. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String bundle;
    private final Supplier<S> source;
    private final Runnable giveBack;
    private final Duration patience;
    private S service;
    private VendorQuestion<?> last;
    private boolean gone;

    private VendorService(String bundle, Supplier<S> source, Runnable giveBack, Duration patience) {
        this.bundle = bundle;
        this.source = source;
        this.giveBack = giveBack;
        this.patience = patience;
    }

    /** One of a framework; got in the name of its own bundle: on Equinox who waits for one to be made cannot stop. */
    static <S> VendorService<S> of(ServiceReference<S> reference) {
        return new VendorService<>(
                words(reference.getBundle()),
                () -> vendor(reference)
                        .map(context -> context.getService(reference))
                        .orElse(null),
                () -> giveBack(reference),
                PATIENCE);
    }

    /** One that somebody else provides, under the words that name who made it. */
    public static <S> VendorService<S> of(String maker, Supplier<S> source, Duration patience) {
        return new VendorService<>(maker, source, () -> {}, patience);
    }

    private static String words(Bundle bundle) {
        return bundle == null ? "a bundle that went" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private static Optional<BundleContext> vendor(ServiceReference<?> reference) {
        return Optional.ofNullable(reference.getBundle()).map(Bundle::getBundleContext);
    }

    private static void giveBack(ServiceReference<?> reference) {
        try {
            vendor(reference).ifPresent(context -> context.ungetService(reference));
        } catch (IllegalStateException | NullPointerException e) {
            // The framework did it already, at the end of that bundle; Equinox does not say so once it has stopped
        }
    }

    /** Begins to ask it something. */
    <T> VendorQuestion<T> ask(String method, Function<S, T> work) {
        return ask(method, patience, work, Function.identity());
    }

    /** Begins to ask it something whose answer has to be taken over; that runs its code too. */
    <A, T> VendorQuestion<T> ask(String method, Function<S, A> work, Function<A, T> taken) {
        return ask(method, patience, work, taken);
    }

    /** Begins to ask it something that may take so long. */
    <T> VendorQuestion<T> ask(String method, Duration limit, Function<S, T> work) {
        return ask(method, limit, work, Function.identity());
    }

    private synchronized <A, T> VendorQuestion<T> ask(
            String name, Duration limit, Function<S, A> work, Function<A, T> taken) {
        VendorMethod method = new VendorMethod(bundle, name);
        VendorQuestion<?> before = last;
        return VendorQuestion.begin(this, method, limit, () -> {
            if (before != null && before.stuck()) {
                throw before.silence();
            }
            S got = new VendorMethod(bundle, "getService").call(this::service);
            A answer = method.call(() -> work.apply(got));
            return method.call(() -> taken.apply(answer));
        });
    }

    /** One of its methods, for a question of several. */
    VendorMethod method(String name) {
        return new VendorMethod(bundle, name);
    }

    /** Notes a call that was given up. */
    synchronized void left(VendorQuestion<?> question) {
        last = question;
    }

    /** The service itself; in a thread of its own alone, as it may be made now. */
    S service() {
        synchronized (this) {
            if (service != null) {
                return service;
            }
        }
        S got = source.get();
        boolean another;
        synchronized (this) {
            another = gone || service != null;
            service = service == null ? got : service;
        }
        if (another && got != null) {
            giveBack.run();
        }
        return got;
    }

    /** It is unregistered, and given back in a thread that nobody waits for: that runs its code too. */
    synchronized void close() {
        gone = true;
        if (service != null) {
            new Asker(bundle, giveBack).start();
        }
    }
}
