// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The shipped bundles, installed and started in the framework that this run has on its class path. */
final class Installed implements AutoCloseable {
    private static final long STOP_MILLIS = 10_000;

    private final Framework framework;
    private final List<Bundle> bundles = new ArrayList<>();

    private Installed(Framework framework) {
        this.framework = framework;
    }

    static Installed started(Class<?> test) throws Exception {
        Installed installed = only(test, Map.of(), shipped());
        for (Bundle bundle : installed.bundles) {
            bundle.start();
        }
        return installed;
    }

    /** All of them, installed in a random order and not started. */
    static Installed in(Class<?> test, Random order) throws Exception {
        List<Path> jars = new ArrayList<>(shipped());
        Collections.shuffle(jars, order);
        return only(test, Map.of(), jars);
    }

    /** Some bundles, which are not started, in a framework with more properties. */
    static Installed only(Class<?> test, Map<String, String> properties, List<Path> jars) throws Exception {
        Installed installed = new Installed(framework(test, properties));
        installed.framework.start();
        for (Path jar : jars) {
            installed.bundles.add(installed.context().installBundle(jar.toUri().toString()));
        }
        return installed;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    List<Bundle> bundles() {
        return bundles;
    }

    Bundle bundle(String name) {
        return bundles.stream()
                .filter(bundle -> bundle.getSymbolicName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Path jar(String name) {
        return Path.of(System.getProperty("bundles"), name + ".jar");
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(STOP_MILLIS);
    }

    private static Framework framework(Class<?> test, Map<String, String> properties) {
        List<FrameworkFactory> factories = ServiceLoader.load(FrameworkFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(factories).as("frameworks on the class path").hasSize(1);
        FrameworkFactory factory = factories.get(0);
        assertThat(factory.getClass().getName()).containsIgnoringCase(System.getProperty("framework"));
        Path storage = Path.of(System.getProperty("work"), test.getSimpleName());
        Map<String, String> configuration = new HashMap<>(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        configuration.put("gosh.args", "--nointeractive");
        return factory.newFramework(configuration);
    }

    private static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("bundles")))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
