// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Runs commands in a framework by the service that the launcher uses: everything between here and there is a class of
 * the JDK.
 */
final class Commands {
    private static final String ENTRY = "(&(objectClass=java.util.function.ToIntFunction)(cloister.entry=main))";
    private static final long PATIENCE_MILLIS = 10_000;

    private final BundleContext context;

    Commands(BundleContext context) {
        this.context = context;
    }

    /** What a command printed and how it ended. */
    record Ended(int code, String out, String err) {}

    @SuppressWarnings("unchecked")
    Ended run(String... arguments) throws Exception {
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, FrameworkUtil.createFilter(ENTRY), null);
        tracker.open();
        try {
            ToIntFunction<Map<String, Object>> entry =
                    (ToIntFunction<Map<String, Object>>) tracker.waitForService(PATIENCE_MILLIS);
            return run(entry, arguments);
        } finally {
            tracker.close();
        }
    }

    private static Ended run(ToIntFunction<Map<String, Object>> entry, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = entry.applyAsInt(Map.of(
                "arguments", List.of(arguments),
                "folder", "",
                "in", new ByteArrayInputStream(new byte[0]),
                "out", new PrintStream(out, true, StandardCharsets.UTF_8),
                "err", new PrintStream(err, true, StandardCharsets.UTF_8),
                "interactive", false,
                "interrupted", new CompletableFuture<Void>()));
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
