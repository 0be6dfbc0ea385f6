// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The shipped bundles in a framework whose services this program can call: the API and AMD's formats come from the
 * class path, and the framework offers their packages as its own.
 */
public final class Host implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final Set<String> FROM_CLASS_PATH =
            Set.of("org.cloister.api.jar", "org.cloister.amd.jar", "org.cloister.amd.channel.jar");

    private final Framework framework;
    private final Path bundles;

    private Host(Framework framework, Path bundles) {
        this.framework = framework;
        this.bundles = bundles;
    }

    /**
     * Starts a framework.
     *
     * @param bundles the folder of the shipped bundles
     * @param settings of the framework; without one for the storage's cleaning it keeps its bundles
     */
    public static Host start(Path bundles, Map<String, String> settings) throws IOException, BundleException {
        Map<String, String> all = new HashMap<>(settings);
        all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, exports(bundles));
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        Host host = new Host(factory.newFramework(all), bundles);
        host.framework.start();
        host.installAll();
        return host;
    }

    private static String exports(Path bundles) throws IOException {
        List<String> exports = new ArrayList<>();
        for (String name : FROM_CLASS_PATH) {
            try (JarFile jar = new JarFile(bundles.resolve(name).toFile())) {
                exports.add(jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE));
            }
        }
        return String.join(",", exports);
    }

    /** Installs what the framework did not keep from an earlier run. */
    private void installAll() throws IOException, BundleException {
        List<Bundle> installed = new ArrayList<>();
        Set<String> there =
                Stream.of(context().getBundles()).map(Bundle::getSymbolicName).collect(Collectors.toSet());
        for (Path jar : jars()) {
            if (!there.contains(name(jar))) {
                installed.add(context().installBundle(jar.toUri().toString()));
            }
        }
        for (Bundle bundle : installed) {
            bundle.start();
        }
    }

    private static String name(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String header = file.getManifest().getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            return header.split(";")[0].strip();
        }
    }

    /** All but those from the class path, and but the shell, which would read commands. */
    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(bundles)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !FROM_CLASS_PATH.contains(file.getFileName().toString()))
                    .filter(file -> !file.getFileName().toString().contains(".gogo."))
                    .sorted()
                    .toList();
        }
    }

    /** The jar of a shipped bundle. */
    public Path jar(String name) {
        return bundles.resolve(name + ".jar");
    }

    /** The system bundle's context. */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** The framework itself. */
    public Framework framework() {
        return framework;
    }

    /** An installed bundle by its symbolic name. */
    public Bundle bundle(String name) {
        return Stream.of(context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** A service, waited for. */
    public <S> S service(Class<S> type) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(context(), type, null);
        tracker.open();
        try {
            S service = tracker.waitForService(PATIENCE_MILLIS);
            if (service == null) {
                throw new IllegalStateException("no service " + type.getName());
            }
            return service;
        } finally {
            tracker.close();
        }
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(PATIENCE_MILLIS);
    }
}
