// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.operate.PlatformListener;

/**
 * Calls all listeners side by side, each as a question. One that fails or hangs stops neither the others nor a launch:
 * it is logged in one line, and one that hangs is not called again until it has come back. Safe for use by several
 * threads.
 */
public final class Listeners extends News {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final GuardedCalls calls;
    private final Registered<PlatformListener, Heard> all;

    /** Nobody listens yet. */
    public Listeners(GuardedCalls calls) {
        this.calls = calls;
        this.all = new Registered<>(
                calls,
                (service, vendor) ->
                        new Heard(vendor, calls.inside(new VendorCall(vendor, "getService"), service::get)));
    }

    /** A listener whose service was got. */
    private record Heard(Vendor vendor, PlatformListener listener) {}

    /** Adds a listener under a number of its own, when its service was got. */
    public void add(long id, String bundle, Supplier<PlatformListener> service) {
        all.add(id, bundle, service);
    }

    /** Removes a listener. */
    public void remove(long id) {
        all.remove(id);
    }

    /** Notifies of several things that happened one after the other: each listener is called once for all of them. */
    public void together(Consumer<News> happened) {
        List<Item> news = new ArrayList<>();
        try {
            happened.accept(new News() {
                @Override
                void heard(Item item) {
                    news.add(item);
                }
            });
        } finally {
            tell(news);
        }
    }

    @Override
    void heard(Item item) {
        tell(List.of(item));
    }

    private void tell(List<Item> news) {
        if (news.isEmpty()) {
            return;
        }
        calls.questions(all.list(), Heard::vendor, heard -> {
                    news.forEach(item -> tell(heard, item));
                    return true;
                })
                .forEach(answer -> answer.failure().ifPresent(Listeners::log));
    }

    /** One that fails gets what comes next all the same. */
    private void tell(Heard heard, Item item) {
        VendorCall call = new VendorCall(heard.vendor(), item.method());
        try {
            calls.insideVoid(call, () -> item.telling().accept(heard.listener()));
        } catch (CloisterException e) {
            log(e);
        }
    }

    private static void log(CloisterException failure) {
        LOG.log(Level.WARNING, "a listener failed: {0}", failure.problem().message());
    }
}
