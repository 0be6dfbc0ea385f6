// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * The process in which one bundle is tested: a framework with what is installed, and the bundle in it. Nothing of the
 * bundle's is on this side, so whatever it does ends with the process.
 *
 * <p>Arguments: a folder for what the framework stores; the limit of a call in milliseconds; names of the checks that
 * are wanted, with commas between them, {@code -} for all; the jar whose doctor is asked why the bundle does not serve;
 * the bundle under test; the kit's own jar; and all jars to install beside. The results go to standard output, as
 * {@link ResultLines}.
 */
public final class KitProcess {
    private static final int JARS = 4;

    private KitProcess() {}

    /** Tests one bundle. Threads of the framework's, or that the bundle left, do not keep the process. */
    public static void main(String[] arguments) {
        PrintStream results = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // What bundles print is not a result
        System.setOut(System.err);
        try {
            test(arguments, results);
            Runtime.getRuntime().halt(0);
        } catch (Throwable e) {
            System.err.println(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void test(String[] arguments, PrintStream results) throws Exception {
        List<String> words = Arrays.asList(arguments);
        Set<String> only = new TreeSet<>(
                words.get(2).equals("-") ? List.of() : List.of(words.get(2).split(",")));
        Framework framework = started(words.get(0));
        List<String> jars = words.subList(JARS, words.size());
        Bundle tested = tested(framework.getBundleContext(), jars.get(0), new ResultLines(results::println));
        if (tested == null) {
            return;
        }
        List<Bundle> bundles = installed(framework.getBundleContext(), jars.subList(1, jars.size()));
        bundles.forEach(KitProcess::start);
        inside(bundles.get(0))
                .accept(Map.of(
                        "bundle",
                        tested,
                        "only",
                        only,
                        "limit",
                        Duration.ofMillis(Long.parseLong(words.get(1))),
                        "doctor",
                        Path.of(words.get(JARS - 1)).toUri().toString(),
                        "lines",
                        (Consumer<String>) results::println));
    }

    private static Framework started(String storage) throws BundleException {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no framework on the class path"))
                .newFramework(
                        Map.of(Constants.FRAMEWORK_STORAGE, storage, Constants.FRAMEWORK_STORAGE_CLEAN, "onFirstInit"));
        framework.start();
        return framework;
    }

    /** The bundle under test; null when the framework does not take the file, and a line says why. */
    private static Bundle tested(BundleContext context, String jar, ResultLines lines) {
        try {
            return install(context, jar);
        } catch (BundleException e) {
            lines.refused(firstCause(e));
            return null;
        }
    }

    /** Frameworks wrap what is wrong with a manifest in words that say nothing. */
    private static String firstCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    private static Bundle install(BundleContext context, String jar) throws BundleException {
        return context.installBundle(Path.of(jar).toUri().toString());
    }

    /** What is beside it gives way to it under the same name and version; what is no bundle has a turn of its own. */
    private static List<Bundle> installed(BundleContext context, List<String> jars) {
        List<Bundle> bundles = new ArrayList<>();
        for (String jar : jars) {
            try {
                bundles.add(install(context, jar));
            } catch (BundleException e) {
                if (e.getType() != BundleException.DUPLICATE_BUNDLE_ERROR) {
                    System.err.println(jar + " is not installed: " + e.getMessage());
                }
            }
        }
        return bundles;
    }

    private static void start(Bundle bundle) {
        boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
        try {
            if (!fragment) {
                bundle.start();
            }
        } catch (BundleException e) {
            System.err.println(bundle.getSymbolicName() + " does not start: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // What it takes is a contract of the class
    private static Consumer<Map<String, Object>> inside(Bundle kit) throws ReflectiveOperationException {
        return (Consumer<Map<String, Object>>)
                kit.loadClass(InstalledKit.class.getName()).getConstructor().newInstance();
    }
}
