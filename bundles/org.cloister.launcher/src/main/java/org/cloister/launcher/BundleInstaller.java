// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * Installs jars. One of the program's own that cannot be installed ends the start; a foreign one is left out and
 * reported.
 */
final class BundleInstaller {
    private final BundleContext context;
    private final Predicate<Path> own;
    private final Unusable unusable;
    private final BiConsumer<Path, Unusable.Reason> leftOut;

    /**
     * Installs into a framework.
     *
     * @param own which jars the program cannot do without
     * @param storage where the framework writes
     * @param leftOut gets each jar that was left out
     */
    BundleInstaller(
            BundleContext context, Predicate<Path> own, Path storage, BiConsumer<Path, Unusable.Reason> leftOut) {
        this.context = context;
        this.own = own;
        this.unusable = new Unusable(context, storage);
        this.leftOut = leftOut;
    }

    /**
     * What was installed, in the order of the jars. The program's own come first, so that none of them is in the way of
     * its place.
     */
    List<Bundle> install(List<Path> jars) throws StartException {
        Map<Path, Bundle> installed = new HashMap<>();
        for (Path jar : jars.stream()
                .sorted(Comparator.comparing(jar -> !own.test(jar)))
                .toList()) {
            try {
                installed.put(jar, context.installBundle(location(jar)));
            } catch (BundleException e) {
                refuse(jar, e);
            }
        }
        return jars.stream().filter(installed::containsKey).map(installed::get).toList();
    }

    private void refuse(Path jar, BundleException failure) throws StartException {
        Unusable.Reason reason = unusable.reason(jar, failure);
        if (reason.ofHost() || own.test(jar)) {
            String remedy = reason.ofHost() ? reason.remedy() : "unpack cloister anew";
            throw new StartException(List.of(jar + " cannot be installed: " + reason.found() + "; " + remedy), failure);
        }
        leftOut.accept(jar, reason);
    }

    /**
     * By reference, so that nothing is copied. Felix decodes a plus sign as a blank, though in a path it means itself.
     */
    private static String location(Path jar) {
        return "reference:" + jar.toUri().toString().replace("+", "%2B");
    }
}
