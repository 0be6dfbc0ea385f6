// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.SecretInjection;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;

/** What a type can do beyond the launch. */
final class CapabilityRules {
    /** All that there are. */
    static final List<Class<? extends GuestCapability>> ALL = List.of(
            DebugAccess.class,
            GuestAttestation.class,
            GuestReset.class,
            GuestTransfer.class,
            HostAttestation.class,
            SecretInjection.class);

    private static final Bytes NONSENSE = Bytes.of(new byte[] {1, 2, 3});

    /** Nobody offers it. */
    private interface Unknown extends GuestCapability {}

    private CapabilityRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("capability", CapabilityRules::answers)
                .of("capability.foreign", CapabilityRules::foreign)
                .of("reset", CapabilityRules::reset)
                .of("secret.nonsense", CapabilityRules::secret)
                .of("debug.forbidden", on -> debug(on, CapabilityRules::read))
                .of("debug.forbidden-write", on -> debug(on, CapabilityRules::write))
                .of("attest.platform", CapabilityRules::attestPlatform)
                .of("attest.nonsense", on -> nonsense(on, GuestAttestation.class, CapabilityRules::attested))
                .of("report.nonsense", on -> nonsense(on, HostAttestation.class, CapabilityRules::reported));
    }

    private static <C extends GuestCapability> Optional<C> asked(GuestTypeSubject on, Class<C> capability) {
        return on.calls().ask("capability", () -> on.support().capability(capability));
    }

    private static <C extends GuestCapability> C there(GuestTypeSubject on, Class<C> capability) {
        return asked(on, capability)
                .orElseThrow(() -> CheckEnd.notApplicable("the type has no " + capability.getSimpleName()));
    }

    private static String answers(GuestTypeSubject on) {
        CheckEnd.require(asked(on, Unknown.class).isEmpty(), "it has a capability that the kit made up");
        List<String> there = ALL.stream()
                .filter(one -> {
                    boolean first = asked(on, one).isPresent();
                    CheckEnd.require(first == asked(on, one).isPresent(), one.getSimpleName() + " comes and goes");
                    return first;
                })
                .map(Class::getSimpleName)
                .toList();
        return there.isEmpty() ? "none" : String.join(", ", there);
    }

    private static String foreign(GuestTypeSubject on) {
        for (Class<? extends GuestCapability> one : ALL) {
            Optional<? extends GuestCapability> can = asked(on, one);
            try {
                can.ifPresent(has ->
                        on.calls().tell("requirePlatform", () -> has.requirePlatform(EligibilityRules.nothing())));
            } catch (CloisterException e) {
                CheckEnd.require(
                        e.problem().kind() == Problem.Kind.HOST,
                        one.getSimpleName() + " refuses as " + e.problem().kind());
            }
        }
        return "accepted, or refused as HOST";
    }

    private static String reset(GuestTypeSubject on) {
        GuestReset can = there(on, GuestReset.class);
        try (RehearsedLaunch launch = on.launch()) {
            LaunchContext context = launch.toThePause().finish().context();
            GuestRequest request = on.calls().ask("reset", () -> can.reset(context));
            LaunchPlan again = on.calls().ask("plan", () -> on.support().plan(request));
            CheckEnd.require(again.equals(launch.plan()), "the request plans another launch");
            return "the request plans the same launch";
        }
    }

    private static String secret(GuestTypeSubject on) {
        SecretInjection can = there(on, SecretInjection.class);
        try (RehearsedLaunch launch = on.launch()) {
            launch.toThePause();
            String refusal = RefusalRules.refused(
                    "a packet of three bytes",
                    () -> launch.with(
                            "injectSecret",
                            (context, machine) ->
                                    can.injectSecret(context, NONSENSE, NONSENSE, OptionalLong.of(0), machine)));
            launch.finish();
            CheckEnd.require(launch.status().ready(), "not ready after it");
            return refusal;
        }
    }

    private static String debug(GuestTypeSubject on, BiFunction<DebugAccess, RehearsedLaunch, ?> access) {
        DebugAccess can = there(on, DebugAccess.class);
        try (RehearsedLaunch launch = on.launch()) {
            Map<String, String> policy = launch.plan().policy().bits();
            if (!"off".equals(policy.get("debug")) || launch.plan().ranges().isEmpty()) {
                throw CheckEnd.notApplicable("the policy of the guest does not say debug=off: " + policy);
            }
            launch.toThePause().finish();
            try {
                access.apply(can, launch);
            } catch (CloisterException e) {
                CheckEnd.require(
                        e.problem().code().equals(ProblemCodes.DEBUG_POLICY),
                        "refused as " + e.problem().code());
                return e.getMessage();
            }
            throw CheckEnd.failed("it was not refused");
        }
    }

    private static Object read(DebugAccess can, RehearsedLaunch launch) {
        long gpa = launch.plan().ranges().get(0).gpa();
        return launch.with("debugRead", (context, machine) -> can.debugRead(context, gpa, 16, machine));
    }

    private static Object write(DebugAccess can, RehearsedLaunch launch) {
        long gpa = launch.plan().ranges().get(0).gpa();
        return launch.with("debugWrite", (context, machine) -> {
            can.debugWrite(context, gpa, Bytes.wrap(new byte[16]), machine);
            return gpa;
        });
    }

    private static String attestPlatform(GuestTypeSubject on) {
        GuestAttestation can = there(on, GuestAttestation.class);
        return RefusalRules.refused(
                "a platform that offers nothing",
                () -> on.calls().tell("requirePlatform", () -> can.requirePlatform(EligibilityRules.nothing())));
    }

    private static Bytes attested(GuestAttestation can, RehearsedLaunch launch) {
        return launch.with("attest", (context, machine) -> can.attest(context, NONSENSE, machine))
                .report();
    }

    private static Bytes reported(HostAttestation can, RehearsedLaunch launch) {
        return launch.with("report", (context, machine) -> can.report(context, NONSENSE, machine));
    }

    private static <C extends GuestCapability> String nonsense(
            GuestTypeSubject on, Class<C> capability, BiFunction<C, RehearsedLaunch, Bytes> call) {
        C can = there(on, capability);
        try (RehearsedLaunch launch = on.launch()) {
            launch.toThePause().finish();
            try {
                return "a report of " + call.apply(can, launch).length() + " bytes";
            } catch (CloisterException e) {
                return e.getMessage();
            }
        }
    }
}
