// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.Trust;
import org.cloister.api.platform.EmulatedPlatform;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.guard.RegisteredServices;
import org.cloister.cli.guard.VendorQuestion;
import org.cloister.cli.report.Printable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The secure processors of a framework, and the settings of the emulated one. */
@Component(service = Processors.class)
public final class Processors {
    private static final String STATE = "state";

    private static final System.Logger LOG = System.getLogger(Processors.class.getName());

    private final RegisteredServices<SecureProcessor, AskedProcessor> all =
            new RegisteredServices<>(AskedProcessor::new);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EmulatedPlatform platform;

    private volatile boolean kept;

    /** What commands gave the emulated platform, which is in force instead of what files say. */
    private volatile Map<String, String> given = Map.of();

    @Reference(
            service = SecureProcessor.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindProcessor(ServiceReference<SecureProcessor> reference) {
        all.add(reference);
    }

    void unbindProcessor(ServiceReference<SecureProcessor> reference) {
        all.remove(reference);
    }

    List<AskedProcessor> all() {
        return all.list();
    }

    /**
     * Gives the emulated platform settings for good, and takes the folder of its identity.
     *
     * @return false when that is done already
     */
    boolean keep(Map<String, String> wanted, Limits limits) {
        if (kept) {
            return false;
        }
        if (!wanted.isEmpty()) {
            emulate(wanted, limits);
        }
        emulated()
                .filter(has -> !has.getOrDefault(STATE, "").isEmpty())
                .flatMap(has -> first(Trust.EMULATED))
                .ifPresent(StateFolder::hold);
        kept = true;
        return true;
    }

    private Optional<AskedProcessor> first(Trust trust) {
        return VendorQuestion.answers(all(), AskedProcessor::askTrust, Processors::passedOver).entrySet().stream()
                .filter(answer -> answer.getValue() == trust)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static void passedOver(CloisterException failing) {
        LOG.log(
                Level.WARNING,
                "a secure processor is passed over: {0}",
                Printable.of(failing.problem().message()));
    }

    /** Gives the emulated platform settings, which are in force then. */
    void emulate(Map<String, String> wanted, Limits limits) {
        if (kept) {
            throw decided(wanted.keySet().iterator().next());
        }
        Optional.ofNullable(platform)
                .orElseThrow(
                        () -> Problem.host(CliCodes.SERVICE_MISSING, "nothing here configures the emulated platform")
                                .expected("the service " + EmulatedPlatform.class.getName())
                                .remedy("is the bundle org.cloister.softsev active?")
                                .exception())
                .configure(wanted, limits);
        Map<String, String> more = new LinkedHashMap<>(given);
        more.putAll(wanted);
        given = Map.copyOf(more);
    }

    /** The settings of the emulated platform that commands gave it, by name; a file's are none of them. */
    Map<String, String> given() {
        return given;
    }

    private Optional<Map<String, String>> emulated() {
        return Optional.ofNullable(platform).map(EmulatedPlatform::settings);
    }

    /** Who connects to a platform takes it as it is: others have theirs from it already. */
    private RuntimeException decided(String name) {
        boolean state = name.equals(STATE);
        return Problem.input(
                        state ? ProblemCodes.PLATFORM_STATE : ProblemCodes.PLATFORM_SETTING,
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
        return emulated().map(Processors::described);
    }

    private static String described(Map<String, String> has) {
        String version = has.getOrDefault("report.version", "0");
        String state = has.getOrDefault(STATE, "");
        return String.join(
                ", ",
                "generation " + has.getOrDefault("generation", "").toLowerCase(Locale.ROOT),
                "reports of " + (version.equals("0") ? "its generation's version" : "version " + version),
                state.isEmpty() ? "an identity that ends with it" : "its identity in " + state);
    }

    private static String option(String name) {
        return "--" + name.replace('.', '-');
    }
}
