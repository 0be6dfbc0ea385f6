// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.manifests;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.guest.GuestTypeNamespace;
import org.cloister.api.platform.PlatformNamespace;
import org.osgi.framework.Constants;

/**
 * A clause of a manifest that bnd cannot know from the classes.
 *
 * @param bundle the bundle's name, or {@code *} for each bundle for which bnd writes a clause of this name
 * @param header the header that it stands in
 * @param clause of a name, and a filter where it has one
 * @param use what becomes of what bnd writes of the same name and filter
 * @param reason why
 */
record WantedClause(String bundle, String header, String clause, Use use, String reason) {
    /** What a row is for. */
    enum Use {
        /** It takes the place of what bnd writes; where there is nothing it is added. */
        SAID,
        /** What bnd writes is left out. */
        UNSAID
    }

    private static final String EVERY = "*";
    private static final String CORE = "org.cloister.core";
    private static final String ALONE = "components start without; a resolver would leave it out";

    private static final List<WantedClause> TABLE = List.of(
            imports(EVERY, "com.google.gson;version=\"[2.11,3)\"", "nothing newer is used"),
            imports(EVERY, "com.google.gson.stream;version=\"[2.11,3)\"", "nothing newer is used"),
            imports("org.cloister.kvm", "com.sun.jna;version=\"[5.17,6)\"", "nothing newer is used"),
            imports("org.cloister.supervisor", "com.sun.jna;version=\"[5.17,6)\"", "nothing newer is used"),
            compiled("org.cloister.amd", "org.cloister.api.host"),
            compiled("org.cloister.amd.channel", "org.cloister.amd.session", "1.1"),
            compiled("org.cloister.cli", "org.cloister.amd.message"),
            compiled("org.cloister.cli", "org.cloister.amd.status"),
            compiled(CORE, "org.osgi.dto", "1.1"),
            compiled(CORE, "org.osgi.framework.namespace", "1.1"),
            compiled(CORE, "org.osgi.resource"),
            compiled("org.cloister.definition", "org.cloister.api.host"),
            compiled("org.cloister.monitor", "org.cloister.api.host"),
            compiled("org.cloister.owner", "org.cloister.api.memory"),
            compiled("org.cloister.sev", "org.cloister.api.platform"),
            compiled("org.cloister.seves", "org.cloister.api.platform"),
            compiled("org.cloister.supervisor", "org.cloister.api.host"),
            compiled("org.cloister.supervisor", "org.cloister.api.memory"),
            compiled("org.cloister.tck", "org.osgi.framework.namespace", "1.1"),
            imports(
                    "org.cloister.cli",
                    "org.apache.felix.service.command;version=\"[1.0,2)\";resolution:=optional",
                    "the program `cloister` has commands without Gogo"),
            imports(
                    CORE,
                    "org.osgi.service.cm;version=\"[1.6,2)\";resolution:=optional",
                    "without Config Admin there are no settings, and launches go on"),
            imports(
                    "org.cloister.insight",
                    "org.apache.felix.hc.api;version=\"[2.0,3)\";resolution:=optional",
                    "health checks exist where Felix Health Checks are installed"),
            imports(
                    "org.cloister.insight",
                    "org.osgi.service.event;version=\"[1.4,2)\";resolution:=optional",
                    "events are sent where Event Admin is installed"),
            requires(
                    "org.cloister.insight",
                    service("org.osgi.service.event.EventAdmin") + ";resolution:=optional",
                    "events are sent where Event Admin is installed"),
            requires(CORE, service("org.cloister.api.guest.ConfidentialGuestSupport"), ALONE),
            requires(CORE, service("org.cloister.api.platform.Vmm"), ALONE),
            requires(CORE, service("org.osgi.service.cm.ConfigurationAdmin"), ALONE),
            unsaid(
                    CORE,
                    service("org.cloister.api.operate.PlatformListener"),
                    "optional; org.cloister.insight, which has one, needs a launcher: the build would go in circles"),
            unsaid(
                    "org.cloister.softsev",
                    service("org.cloister.api.platform.ProcessorRunner"),
                    "optional; the tests of org.cloister.kvm, which has one, use softsev: a circle too"),
            provides(
                    CORE,
                    "osgi.service;objectClass:List<String>=\"org.cloister.core.guard.GuardedCalls\""
                            + ";uses:=\"org.cloister.core.guard\"",
                    "registered by the bundle's activator"),
            provides(
                    CORE,
                    "osgi.service;objectClass:List<String>=\"org.cloister.api.settings.OperatorSettings,"
                            + "org.cloister.core.settings.SettingsSource\";uses:=\"org.cloister.api.settings\"",
                    "registered by the bundle's activator"),
            type("org.cloister.sev", "sev"),
            type("org.cloister.seves", "sev-es"),
            type("org.cloister.snp", "sev-snp"),
            platform("org.cloister.softsev", "softsev", "emulated"),
            platform("org.cloister.kvm", "kvm", "hardware"),
            provides(
                    "org.cloister.probe",
                    "osgi.service;objectClass:List<String>=\"org.osgi.service.condition.Condition\""
                            + ";uses:=\"org.osgi.service.condition\"",
                    "registered by code, as long as a platform offers a feature"));

    /** What is wanted of one bundle, by its header and the key of its clause. */
    static List<WantedClause> of(String bundle) {
        return TABLE.stream()
                .filter(row -> row.bundle.equals(bundle) || row.bundle.equals(EVERY))
                .toList();
    }

    static List<WantedClause> table() {
        return TABLE;
    }

    /**
     * Puts it into a header.
     *
     * @return whether that changed the header
     */
    boolean putInto(Parameters written) {
        Map.Entry<String, Attrs> wanted =
                new Parameters(clause).entrySet().iterator().next();
        Optional<String> same = written.entrySet().stream()
                .filter(entry -> key(entry.getKey(), entry.getValue()).equals(key(wanted.getKey(), wanted.getValue())))
                .map(Map.Entry::getKey)
                .findFirst();
        if (use == Use.UNSAID) {
            return same.map(written::remove).isPresent();
        }
        if (same.isEmpty() && bundle.equals(EVERY)) {
            return false;
        }
        Attrs before = written.put(same.orElseGet(() -> free(wanted.getKey(), written)), wanted.getValue());
        return !wanted.getValue().equals(before);
    }

    /** A header may have several clauses of one name; bnd counts them by a sign at their end. */
    private static String free(String name, Parameters written) {
        String free = name;
        while (written.containsKey(free)) {
            free += "~";
        }
        return free;
    }

    private static String key(String name, Attrs attributes) {
        Object said = attributes.get(Constants.FILTER_DIRECTIVE + ":");
        return name.replace("~", "") + (said == null ? attributes.getOrDefault("objectClass", "") : said);
    }

    private static WantedClause imports(String bundle, String clause, String reason) {
        return new WantedClause(bundle, Constants.IMPORT_PACKAGE, clause, Use.SAID, reason);
    }

    private static WantedClause compiled(String bundle, String name) {
        return compiled(bundle, name, "1.0");
    }

    private static WantedClause compiled(String bundle, String name, String version) {
        return imports(
                bundle,
                name + ";version=\"[" + version + ",2)\"",
                "the compiler wants to see it, though "
                        + "nothing of it is left in the classes: constants that it copies, types above those that are used");
    }

    private static WantedClause requires(String bundle, String clause, String reason) {
        return new WantedClause(bundle, Constants.REQUIRE_CAPABILITY, clause, Use.SAID, reason);
    }

    private static WantedClause unsaid(String bundle, String clause, String reason) {
        return new WantedClause(bundle, Constants.REQUIRE_CAPABILITY, clause, Use.UNSAID, reason);
    }

    private static WantedClause provides(String bundle, String clause, String reason) {
        return new WantedClause(bundle, Constants.PROVIDE_CAPABILITY, clause, Use.SAID, reason);
    }

    private static WantedClause type(String bundle, String type) {
        String namespace = GuestTypeNamespace.NAMESPACE;
        return provides(bundle, namespace + ";" + namespace + "=" + type, "how a guest type is found before it runs");
    }

    private static WantedClause platform(String bundle, String name, String trust) {
        String namespace = PlatformNamespace.NAMESPACE;
        return provides(
                bundle,
                namespace + ";" + namespace + "=" + name + ";" + PlatformNamespace.TRUST + "=" + trust,
                "how a platform is found before it runs");
    }

    private static String service(String type) {
        return "osgi.service;filter:=\"(objectClass=" + type + ")\";effective:=active";
    }
}
