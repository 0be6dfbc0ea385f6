// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.files.TrustedPath;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;

/** A framework inside this process with the installation's bundles. What it stores is gone when it is closed. */
final class EmbeddedFramework implements AutoCloseable {
    private static final long STOP_MILLIS = 10_000;
    /** The language of this process is none, and Equinox does not start without. */
    private static final List<String> LANGUAGE = List.of("osgi.nl", Constants.FRAMEWORK_LANGUAGE);

    private static final String BACKENDS = "cloister.backends";
    /** Property that gives commands and JNA the place of temporary files. */
    private static final List<String> TEMPORARY = List.of("cloister.temporary", "jna.tmpdir");

    private final Framework framework;
    private final Storage storage;
    private final Predicate<Path> own;
    private final List<String> complaints = new ArrayList<>();
    private final List<Map<String, String>> leftOut = new CopyOnWriteArrayList<>();

    private EmbeddedFramework(Framework framework, Storage storage, Predicate<Path> own) {
        this.framework = framework;
        this.storage = storage;
        this.own = own;
    }

    /**
     * Starts a framework and in it the bundles, in their order. A bundle that does not start is a complaint, not a
     * failure.
     *
     * @param temporary where what the framework stores has its folder
     * @param own which jars the program cannot do without; of others it is a complaint too when they cannot be
     *     installed
     */
    static EmbeddedFramework start(
            Map<String, String> configuration, List<Path> bundles, Path temporary, Predicate<Path> own)
            throws StartException {
        requireTrusted(System.getProperty(BACKENDS, ""));
        FrameworkFactory factory = factory();
        Storage storage = Storage.below(temporary);
        Map<String, String> settings = new HashMap<>(configuration);
        settings.put(Constants.FRAMEWORK_STORAGE, storage.framework().toString());
        // A framework that cleans its storage makes the folder again, for others to enter as the umask has it
        settings.put(Constants.FRAMEWORK_STORAGE_CLEAN, "none");
        LANGUAGE.forEach(name -> settings.putIfAbsent(name, "en"));
        TEMPORARY.forEach(name -> System.setProperty(name, storage.temporary().toString()));
        EmbeddedFramework embedded = new EmbeddedFramework(factory.newFramework(settings), storage, own);
        try {
            embedded.framework.start();
            embedded.provide(Supplier.class, () -> embedded.leftOut, "left-out");
            embedded.start(embedded.install(bundles));
            return embedded;
        } catch (BundleException e) {
            embedded.close();
            throw new StartException(List.of("the framework does not start: " + e.getMessage()), e);
        } catch (StartException | RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    /**
     * What lies in the folder of backends is started: reported before anything else, as nobody may look into the log.
     */
    private static void requireTrusted(String backends) throws StartException {
        try {
            Path folder = Path.of(backends);
            if (!backends.isEmpty() && Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                TrustedPath.requireFolder(folder);
            }
        } catch (CloisterException e) {
            throw new StartException(List.of("the folder of backends is not used: " + e.getMessage()), e);
        }
    }

    private static FrameworkFactory factory() throws StartException {
        return ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new StartException("there is no framework on the class path; unpack cloister anew"));
    }

    /**
     * Installs bundles and starts none of them. What a bundle imports if it is there has to be installed before that
     * one starts.
     */
    List<Bundle> install(List<Path> jars) throws StartException {
        return new BundleInstaller(framework.getBundleContext(), own, storage.framework(), this::leaveOut)
                .install(jars);
    }

    private void leaveOut(Path jar, Unusable.Reason reason) {
        complaints.add(jar + " is left out: " + reason.found() + "; " + reason.remedy());
        leftOut.add(Map.of("file", jar.toString(), "found", reason.found(), "remedy", reason.remedy()));
    }

    /** Starts bundles, in their order. */
    void start(List<Bundle> bundles) {
        bundles.forEach(this::start);
    }

    /** Offers the record to those inside, as a service of the JDK's types. */
    void provide(Consumer<Map<String, Object>> record) {
        provide(Consumer.class, record, "record");
    }

    private <S> void provide(Class<S> type, S service, String entry) {
        framework
                .getBundleContext()
                .registerService(type, service, FrameworkUtil.asDictionary(Map.of("cloister.entry", entry)));
    }

    /**
     * Runs work when the framework is about to stop, while all bundles are still there; the thread that stops it waits
     * for that.
     */
    void beforeStop(Runnable work) {
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().equals(framework)) {
                work.run();
            }
        };
        framework.getBundleContext().addBundleListener(listener);
    }

    private void start(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            complaints.add(bundle.getSymbolicName() + " does not start: " + Unstarted.reason(FirstCause.of(e)));
        }
    }

    /** Begins to look out for services that a filter lets through. The caller closes it. */
    ServiceTracker<Object, Object> track(String filter) {
        try {
            ServiceTracker<Object, Object> tracker =
                    new ServiceTracker<>(framework.getBundleContext(), FrameworkUtil.createFilter(filter), null);
            tracker.open();
            return tracker;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    /** Of what did not start the first, which the others may only follow. */
    Optional<String> firstComplaint() {
        return complaints.stream().findFirst();
    }

    /** What did not start, and why. */
    List<String> complaints() {
        return complaints;
    }

    /** Waits until the framework ends, for so long at most; whether it has ended. */
    boolean awaitStop(long millis) {
        try {
            return framework.waitForStop(millis).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The bundles that are stopping now: who hangs is among them. */
    List<String> stopping() {
        BundleContext context = framework.getBundleContext();
        return context == null
                ? List.of()
                : Arrays.stream(context.getBundles())
                        .filter(bundle -> !bundle.equals(framework) && bundle.getState() == Bundle.STOPPING)
                        .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
                        .toList();
    }

    /** Begins to stop the framework. */
    void stop() {
        try {
            framework.stop();
        } catch (BundleException e) {
            complaints.add("the framework does not stop: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        stop();
        try {
            framework.waitForStop(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TEMPORARY.forEach(System::clearProperty);
        storage.delete();
    }
}
