// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.core.guard.AbilityCalls;
import org.cloister.core.guard.TypeCalls;

/** What only some guest types are able to do beyond a launch. */
final class CapabilityCalls {
    private final GuestMachine session;
    private final GuestProvenance origin;

    CapabilityCalls(GuestMachine session, GuestProvenance origin) {
        this.session = session;
        this.origin = origin;
    }

    void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits) {
        session.advance(
                limits,
                GuestMachine.UNHEARD,
                (support, context, machine) -> required(
                                support, SecretInjection.class, "this guest type takes no secrets", machine)
                        .call("injectSecret", ability -> ability.injectSecret(context, header, payload, gpa, machine)));
    }

    /** A secret that was refused is not in the guest; of one without an answer nobody knows. */
    static boolean withoutAnAnswer(Problem.Kind kind) {
        return kind != Problem.Kind.INPUT && kind != Problem.Kind.HOST && kind != Problem.Kind.OPERATION;
    }

    Bytes attestationReport(Bytes nonce, Limits limits) {
        return ask(
                HostAttestation.class,
                "the host cannot ask for reports of this guest type",
                limits,
                "report",
                (ability, context, machine) -> ability.report(context, nonce, machine));
    }

    Evidence attest(Bytes reportData, Limits limits) {
        return ask(
                GuestAttestation.class,
                "guests of this type cannot ask for reports",
                limits,
                "attest",
                (ability, context, machine) -> ability.attest(context, reportData, machine));
    }

    Bytes debugRead(long gpa, int length, Limits limits) {
        return debug(
                limits, "debugRead", (ability, context, machine) -> ability.debugRead(context, gpa, length, machine));
    }

    boolean debugWrite(long gpa, Bytes plaintext, Limits limits) {
        return debug(limits, "debugWrite", (ability, context, machine) -> {
            ability.debugWrite(context, gpa, plaintext, machine);
            return true;
        });
    }

    private <T> T debug(Limits limits, String method, Question<DebugAccess, T> question) {
        // Report a closed guest as closed
        session.machine();
        KeptSettings.requireDebugging("guest " + origin.id(), origin.properties());
        return ask(DebugAccess.class, "the host cannot debug guests of this type", limits, method, question);
    }

    /** A question that leaves the context as it is. */
    private interface Question<C, T> {
        T of(C ability, LaunchContext context, Machine machine);
    }

    private <C extends GuestCapability, T> T ask(
            Class<C> capability, String otherwise, Limits limits, String method, Question<C, T> question) {
        return session.ask(
                limits,
                GuestMachine.UNHEARD,
                (support, context, machine) -> new Outcome<>(
                        context,
                        required(support, capability, otherwise, machine)
                                .call(method, ability -> question.of(ability, context, machine))));
    }

    private static <C extends GuestCapability> AbilityCalls<C> required(
            TypeCalls support, Class<C> capability, String otherwise, Machine machine) {
        AbilityCalls<C> found = support.capability(capability)
                .orElseThrow(() -> Problem.host(ProblemCodes.CAPABILITY_MISSING, otherwise)
                        .at(support.type().name())
                        .exception());
        found.requirePlatform(machine.platform());
        return found;
    }

    /** Whether guests of a type have a capability; refuses a platform on which they do not. */
    static boolean offers(TypeCalls support, Class<? extends GuestCapability> capability, PlatformFacts platform) {
        Optional<? extends AbilityCalls<?>> found = support.capability(capability);
        found.ifPresent(one -> one.requirePlatform(platform));
        return found.isPresent();
    }
}
