// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.platform.SecureProcessor;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The secure processors of a framework, and the settings of the emulated one. */
@Component(service = Processors.class)
public final class Processors {
    private static final String PID = "org.cloister.softsev";
    private static final String STATE = "state";

    private static final String NOT_TAKEN = "the emulated platform did not take these settings";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A component's settings are properties of its service too (OSGi Compendium 112.6). */
    private final Map<SecureProcessor, Map<String, Object>> settings = new LinkedHashMap<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ConfigurationAdmin configurations;

    private volatile boolean kept;

    /** What commands gave the emulated platform, which is in force instead of what files say. */
    private volatile Map<String, String> given = Map.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindProcessor(SecureProcessor processor, Map<String, Object> properties) {
        settings.put(processor, Map.copyOf(properties));
        notifyAll();
    }

    synchronized void unbindProcessor(SecureProcessor processor) {
        settings.remove(processor);
    }

    synchronized List<SecureProcessor> all() {
        return List.copyOf(settings.keySet());
    }

    /**
     * Gives the emulated platform settings for good, and takes the folder of its identity.
     *
     * @return false when that is done already
     */
    boolean keep(Map<String, String> wanted) {
        if (kept) {
            return false;
        }
        if (!wanted.isEmpty()) {
            emulate(wanted);
        }
        emulated().ifPresent(one -> {
            if (!one.getValue().getOrDefault(STATE, "").equals("")) {
                StateFolder.hold(one.getKey());
            }
        });
        kept = true;
        return true;
    }

    private synchronized Optional<Map.Entry<SecureProcessor, Map<String, Object>>> emulated() {
        return settings.entrySet().stream()
                .filter(one -> one.getKey().trust() == Trust.EMULATED)
                .findFirst();
    }

    /** Gives the emulated platform settings, and waits until it has them. */
    void emulate(Map<String, String> wanted) {
        if (kept) {
            throw decided(wanted.keySet().iterator().next());
        }
        ConfigurationAdmin admin = Optional.ofNullable(configurations)
                .orElseThrow(() -> Problem.host("service.missing", "nothing here configures the emulated platform")
                        .expected("the service " + ConfigurationAdmin.class.getName())
                        .exception());
        try {
            configure(admin.getConfiguration(PID, "?"), wanted);
        } catch (IOException e) {
            throw Problem.operation("platform.setting", NOT_TAKEN)
                    .at(wanted.toString())
                    .found(e.getMessage())
                    .exception(e);
        }
        await(wanted);
        Map<String, String> all = new LinkedHashMap<>(given);
        all.putAll(wanted);
        given = Map.copyOf(all);
    }

    /** The settings of the emulated platform that commands gave it, by name; a file's are none of them. */
    Map<String, String> given() {
        return given;
    }

    /** Who connects to a platform takes it as it is: others have theirs from it already. */
    private RuntimeException decided(String name) {
        boolean state = name.equals(STATE);
        return Problem.input(
                        state ? "platform.state" : "platform.setting",
                        "what this platform is was decided by who started it")
                .at(option(name))
                .found(description().orElse("no emulated platform"))
                .expected("nothing")
                .remedy("leave " + option(name) + " out, or start another platform: cloister serve --run DIR "
                        + option(name) + (state ? " DIR" : " VALUE"))
                .exception();
    }

    /** What the emulated platform is, for people; empty where there is none. */
    Optional<String> description() {
        return emulated().map(one -> described(one.getValue()));
    }

    private static String described(Map<String, Object> has) {
        Object version = has.getOrDefault("report.version", 0);
        Object state = has.getOrDefault(STATE, "");
        return String.join(
                ", ",
                "generation " + String.valueOf(has.get("generation")).toLowerCase(Locale.ROOT),
                "reports of " + (version.toString().equals("0") ? "its generation's version" : "version " + version),
                state.equals("") ? "an identity that ends with it" : "its identity in " + state);
    }

    private static String option(String name) {
        return "--" + name.replace('.', '-');
    }

    private static void configure(Configuration configuration, Map<String, String> wanted) throws IOException {
        Dictionary<String, Object> settings =
                Optional.ofNullable(configuration.getProperties()).orElseGet(Hashtable::new);
        if (has(settings::get, wanted)) {
            return;
        }
        wanted.forEach((name, value) -> requireFree(name, value, settings.get(name)));
        wanted.forEach(settings::put);
        configuration.update(settings);
    }

    private static void requireFree(String name, String value, Object now) {
        boolean free = now == null || now.equals("") || now.toString().equalsIgnoreCase(value);
        if (!free && name.equals(STATE)) {
            throw Problem.input("platform.state", "the platform that runs keeps its identity in another folder")
                    .at("--state " + value)
                    .found(now)
                    .remedy("leave --state out, or end that platform first")
                    .exception();
        }
        if (!free) {
            throw Problem.input("platform.setting", "the platform that runs was given another setting")
                    .at(option(name) + " " + value)
                    .found(now)
                    .remedy("leave " + option(name) + " out, or end that platform first")
                    .exception();
        }
    }

    private static boolean has(Function<String, Object> now, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(one -> one.getValue().equalsIgnoreCase(String.valueOf(now.apply(one.getKey()))));
    }

    private synchronized void await(Map<String, String> wanted) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (settings.values().stream().noneMatch(one -> has(one::get, wanted))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw Problem.operation("platform.setting", NOT_TAKEN)
                        .at(wanted.toString())
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
            throw Problem.operation("platform.setting", NOT_TAKEN).exception(e);
        }
    }
}
