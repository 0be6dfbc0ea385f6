// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.bundle;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestTypeNamespace;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.PlatformNamespace;
import org.cloister.api.platform.Vmm;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.RuleTable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** The rules of a bundle, whatever it brings. */
public final class BundleRules {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private BundleRules() {}

    /** All of them. */
    public static RuleTable<BundleSubject> table() {
        CheckBodies<BundleSubject> bodies = new CheckBodies<BundleSubject>()
                .of("bundle.starts", BundleRules::starts)
                .of("bundle.service", BundleRules::services)
                .of("bundle.one", BundleRules::one)
                .of("bundle.capability", BundleRules::capability)
                .of("bundle.platform", BundleRules::platform)
                .of("bundle.exports", BundleRules::exports)
                .of("bundle.imports", BundleRules::imports)
                .of("bundle.stops", BundleEnd::stops)
                .of("bundle.unloads", BundleEnd::unloads);
        return RuleTable.read(BundleRules.class, "bundle.rules", bodies);
    }

    private static String starts(BundleSubject on) {
        Optional<BundleException> failure = on.calls().ask("Bundle.start", () -> {
            try {
                on.bundle().start();
                return Optional.empty();
            } catch (BundleException e) {
                return Optional.of(e);
            }
        });
        if (failure.isPresent()) {
            throw CheckEnd.failed(why(on, failure.get()), failure.get());
        }
        return on.bundle().getSymbolicName() + " " + on.bundle().getVersion();
    }

    /** What keeps its code from running is for the doctor to say; what its code throws says it itself. */
    private static String why(BundleSubject on, BundleException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        boolean ran = on.bundle().getState() != Bundle.INSTALLED
                && !(cause instanceof ClassNotFoundException)
                && !(cause instanceof LinkageError);
        String thrown = cause == failure ? failure.getMessage() : failure.getMessage() + ": " + cause;
        return ran ? thrown : DoctorsWord.of(on).orElse(thrown);
    }

    /** Components are made in the time of their container; what never comes has failed. */
    private static String services(BundleSubject on) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (count(on) == 0 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        try {
            CheckEnd.require(count(on) > 0, "it has registered neither a guest type nor a platform");
            on.types().forEach(type -> got(on, type));
            on.platforms().forEach(platform -> got(on, platform));
        } catch (CheckEnd e) {
            throw CheckEnd.failed(
                    DoctorsWord.of(on).map(word -> e.getMessage() + ": " + word).orElse(e.getMessage()));
        }
        return on.types().size() + " guest types, " + on.platforms().size() + " platforms";
    }

    private static void got(BundleSubject on, ServiceReference<?> service) {
        on.calls().ask("the service's constructor", () -> on.context().getService(service));
    }

    private static int count(BundleSubject on) {
        return on.types().size() + on.platforms().size();
    }

    private static String one(BundleSubject on) {
        CheckEnd.require(
                count(on) == 1,
                on.types().size() + " guest types and " + on.platforms().size() + " platforms");
        return on.types().isEmpty() ? "one platform" : "one guest type";
    }

    private static ConfidentialGuestSupport type(BundleSubject on) {
        if (on.types().isEmpty()) {
            throw CheckEnd.notApplicable("it brings no guest type");
        }
        return on.context().getService(on.types().get(0));
    }

    private static BundleRevision revision(BundleSubject on) {
        return on.bundle().adapt(BundleRevision.class);
    }

    private static String capability(BundleSubject on) {
        ConfidentialGuestSupport support = type(on);
        String name = on.calls().ask("type", support::type).name();
        List<Object> named = revision(on).getDeclaredCapabilities(GuestTypeNamespace.NAMESPACE).stream()
                .map(BundleCapability::getAttributes)
                .map((Map<String, Object> attributes) -> attributes.get(GuestTypeNamespace.NAMESPACE))
                .toList();
        CheckEnd.require(named.equals(List.of(name)), "the type is " + name + ", the capability names " + named);
        return name;
    }

    private static String platform(BundleSubject on) {
        if (on.platforms().isEmpty()) {
            throw CheckEnd.notApplicable("it brings no platform");
        }
        Vmm vmm = on.context().getService(on.platforms().get(0));
        PlatformFacts facts = on.calls().ask("facts", vmm::facts);
        String told = facts.vmm() + " " + facts.trust().name().toLowerCase(Locale.ROOT);
        List<String> named = revision(on).getDeclaredCapabilities(PlatformNamespace.NAMESPACE).stream()
                .map(BundleCapability::getAttributes)
                .map(one -> one.get(PlatformNamespace.NAMESPACE) + " " + one.get(PlatformNamespace.TRUST))
                .toList();
        CheckEnd.require(named.equals(List.of(told)), "the platform is " + told + ", the capability names " + named);
        return told;
    }

    private static String exports(BundleSubject on) {
        type(on);
        List<Object> exported = revision(on).getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(one -> one.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
                .toList();
        CheckEnd.require(exported.isEmpty(), "it exports " + exported);
        return "it exports nothing";
    }

    private static String imports(BundleSubject on) {
        List<BundleRequirement> ours = revision(on).getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .filter(one -> filter(one).contains("=org.cloister."))
                .toList();
        ours.forEach(one -> CheckEnd.require(filter(one).contains("(!(version>="), "no upper end: " + filter(one)));
        return ours.size() + " packages in ranges";
    }

    private static String filter(BundleRequirement requirement) {
        return requirement.getDirectives().getOrDefault("filter", "");
    }
}
