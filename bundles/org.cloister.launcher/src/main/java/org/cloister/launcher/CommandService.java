// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The commands, as they are in a framework at this moment. One watch for as long as commands are wanted, however many
 * there will be: each watch is a listener that every change of a service has to visit.
 */
final class CommandService implements AutoCloseable {
    private static final String ENTRY = "(&(objectClass=" + ToIntFunction.class.getName() + ")(cloister.entry=main))";
    private static final long PATIENCE_MILLIS = 5_000;

    private final EmbeddedFramework framework;
    private final ServiceTracker<Object, Object> tracker;

    private CommandService(EmbeddedFramework framework) {
        this.framework = framework;
        this.tracker = framework.track(ENTRY);
    }

    static CommandService in(EmbeddedFramework framework) {
        return new CommandService(framework);
    }

    /** Runs a command, waiting a little where the commands are not there yet; returns its exit code. */
    int run(Call call) throws StartException {
        return call.by(entry());
    }

    @SuppressWarnings("unchecked") // What such a service takes is a contract of the commands, see their entry point
    private ToIntFunction<Map<String, Object>> entry() throws StartException {
        return (ToIntFunction<Map<String, Object>>) service().orElseThrow(() -> {
            Stream<String> what = Stream.of("the commands did not come up in the framework; unpack cloister anew");
            return new StartException(
                    Stream.concat(what, framework.firstComplaint().stream()).toList(), null);
        });
    }

    private Optional<Object> service() {
        try {
            return Optional.ofNullable(tracker.waitForService(PATIENCE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        tracker.close();
    }
}
