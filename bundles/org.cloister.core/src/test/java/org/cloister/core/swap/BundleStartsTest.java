// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.cloister.api.guest.GuestTypeNamespace;
import org.cloister.core.SwapLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** A backend of the program that is installed and not started yet is waited for, by a clock that the test turns. */
class BundleStartsTest {
    private static final long QUIET = 300;
    private static final String SWAPPED = new SwapLocation(1, 0, "mark", Optional.empty()).toString();

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final List<Bundle> bundles = new ArrayList<>();
    private final List<SynchronousBundleListener> listeners = new ArrayList<>();
    private final BundleStarts starts = new BundleStarts(context(), () -> TimeUnit.MILLISECONDS.toNanos(millis.get()));

    private BundleContext context() {
        return answering(BundleContext.class, (method, arguments) -> switch (method) {
            case "getBundles" -> bundles.toArray(Bundle[]::new);
            case "addBundleListener" -> listeners.add((SynchronousBundleListener) arguments[0]);
            default -> listeners.remove(arguments[0]);
        });
    }

    private interface Answers {
        Object to(String method, Object[] arguments);
    }

    /** Of an interface of the framework's only what is asked here. */
    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, words) -> {
                    Object answer = answers.to(method.getName(), words);
                    return method.getReturnType() == void.class ? null : answer;
                }));
    }

    private static Bundle bundle(String location, int state, boolean backend) {
        BundleRevision revision = answering(BundleRevision.class, (method, arguments) -> {
            assertThat(arguments).containsExactly(GuestTypeNamespace.NAMESPACE);
            return backend
                    ? List.of(answering(BundleCapability.class, (any, nothing) -> Map.of()))
                    : List.<BundleCapability>of();
        });
        return answering(Bundle.class, (method, arguments) -> switch (method) {
            case "getState" -> state;
            case "getLocation" -> location;
            case "getHeaders" -> new Hashtable<>();
            default -> revision;
        });
    }

    private boolean quietAfter(long passed) {
        millis.addAndGet(passed);
        return starts.quiet(QUIET);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTALLED, true, false, true",
        "RESOLVED, true, false, true",
        "STARTING, true, false, true",
        "ACTIVE, true, false, false",
        "STOPPING, true, false, false",
        "UNINSTALLED, true, false, false",
        "RESOLVED, false, false, false",
        "RESOLVED, true, true, false"
    })
    void aBackendThatIsNotStartedIsWaitedFor(String state, boolean backend, boolean swapped, boolean waited)
            throws ReflectiveOperationException {
        int number = Bundle.class.getField(state).getInt(null);
        String location = swapped ? SWAPPED : "file:bundle/org.cloister.snp.jar";
        bundles.add(bundle("file:bundle/other.jar", Bundle.ACTIVE, true));
        bundles.add(bundle(location, number, backend));

        assertThat(quietAfter(QUIET - 1)).isFalse();
        assertThat(quietAfter(1)).isEqualTo(!waited);
        assertThat(quietAfter(BundleStarts.OUTSTANDING_MILLIS - QUIET - 1)).isEqualTo(!waited);
        assertThat(quietAfter(1)).as("it will not come any more").isTrue();
    }

    @Test
    void eachStartBeginsTheTimeAgain() {
        bundles.add(bundle("file:a.jar", Bundle.RESOLVED, true));
        assertThat(quietAfter(BundleStarts.OUTSTANDING_MILLIS - 1)).isFalse();
        Bundle started = bundle("file:b.jar", Bundle.ACTIVE, false);
        listeners.forEach(one -> one.bundleChanged(new BundleEvent(BundleEvent.STARTED, started)));
        assertThat(starts.count()).isEqualTo(1);
        assertThat(quietAfter(1)).isFalse();
        Bundle swapped = bundle(SWAPPED, Bundle.ACTIVE, true);
        listeners.forEach(one -> one.bundleChanged(new BundleEvent(BundleEvent.STARTED, swapped)));
        assertThat(starts.count()).as("not those that swaps start").isEqualTo(1);
        bundles.set(0, bundle("file:a.jar", Bundle.ACTIVE, true));
        assertThat(quietAfter(QUIET - 2)).isFalse();
        assertThat(quietAfter(1)).isTrue();
    }

    /** When the watch's own bundle has ended, nothing is swapped in. */
    @Test
    void anEndedFrameworkIsNeverQuiet() {
        bundles.add(answering(Bundle.class, (method, arguments) -> {
            throw new IllegalStateException("uninstalled");
        }));
        assertThat(quietAfter(BundleStarts.OUTSTANDING_MILLIS - 1)).isFalse();
        starts.close();
        assertThat(listeners).isEmpty();
    }
}
