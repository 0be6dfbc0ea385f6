package org.cloister.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Problem;
import org.cloister.api.platform.SecureProcessor;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The secure processors of a framework, and the folder in which the emulated one keeps its identity. */
@Component(service = Processors.class)
public final class Processors {
    private static final String PID = "org.cloister.softsev";
    /** A setting of that configuration; a component's settings are properties of its service too (OSGi Compendium 112.6). */
    private static final String STATE = "state";

    private static final String NOT_KEPT = "the emulated platform did not take this folder for its identity";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<SecureProcessor, Object> states = new LinkedHashMap<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ConfigurationAdmin configurations;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindProcessor(SecureProcessor processor, Map<String, Object> properties) {
        states.put(processor, properties.getOrDefault(STATE, ""));
        notifyAll();
    }

    synchronized void unbindProcessor(SecureProcessor processor) {
        states.remove(processor);
    }

    synchronized List<SecureProcessor> all() {
        return List.copyOf(states.keySet());
    }

    /** Has the emulated platform keep its identity in a folder, and waits until it does. */
    void keepState(Path folder) {
        ConfigurationAdmin admin = Optional.ofNullable(configurations)
                .orElseThrow(() -> Problem.host("service.missing", "nothing here configures the emulated platform")
                        .expected("the service " + ConfigurationAdmin.class.getName())
                        .exception());
        try {
            configure(admin.getConfiguration(PID, "?"), folder);
        } catch (IOException e) {
            throw Problem.operation("platform.state", NOT_KEPT)
                    .at(folder.toString())
                    .found(e.getMessage())
                    .exception(e);
        }
        await(folder);
    }

    private static void configure(Configuration configuration, Path folder) throws IOException {
        Dictionary<String, Object> settings =
                Optional.ofNullable(configuration.getProperties()).orElseGet(Hashtable::new);
        Object now = Optional.ofNullable(settings.get(STATE)).orElse("");
        if (now.equals(folder.toString())) {
            return;
        }
        if (!now.equals("")) {
            throw Problem.input("platform.state", "the platform that runs keeps its identity in another folder")
                    .at("--state " + folder)
                    .found(now)
                    .remedy("leave --state out, or end that platform first")
                    .exception();
        }
        settings.put(STATE, folder.toString());
        configuration.update(settings);
    }

    private synchronized void await(Path folder) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!states.containsValue(folder.toString())) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw Problem.operation("platform.state", NOT_KEPT)
                        .at(folder.toString())
                        .remedy("is the bundle " + PID + " active?")
                        .exception();
            }
            pause(left);
        }
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.operation("platform.state", NOT_KEPT).exception(e);
        }
    }
}
