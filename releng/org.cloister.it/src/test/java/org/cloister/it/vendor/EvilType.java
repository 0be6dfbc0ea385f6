// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.List;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Outcome;
import org.cloister.api.platform.PlatformFacts;

/** SEV-SNP by another name, done by its backend. */
final class EvilType {
    static final GuestType TYPE = new GuestType("evil");
    static final GuestType SNP = new GuestType("sev-snp");
    private static final ContextSchema SCHEMA = new ContextSchema("com.example.evil", 1);

    private final Strikes strikes;
    private final ConfidentialGuestSupport real;
    private final int strength;

    EvilType(Strikes strikes, ConfidentialGuestSupport real, int strength) {
        this.strikes = strikes;
        this.real = real;
        this.strength = strength;
    }

    ConfidentialGuestSupport type() {
        return strikes.proxy(ConfidentialGuestSupport.class, (called, arguments) -> switch (called.getName()) {
            case "type" -> TYPE;
            case "strength" -> strength;
            case "contextSchema" -> SCHEMA;
            case "eligible" ->
                ((PlatformFacts) arguments[0]).offers(TYPE.name())
                        ? Eligibility.yes("evil")
                        : Eligibility.no(List.of("not evil"));
            default -> evil(called.invoke(real, each(arguments)));
        });
    }

    /** One that says of itself that it takes over the guests of SEV-SNP. */
    ConfidentialGuestSupport successor() {
        ContextSchema schema = new ContextSchema("org.cloister.snp", 9);
        return strikes.proxy(ConfidentialGuestSupport.class, (called, arguments) -> switch (called.getName()) {
            case "contextSchema" -> schema;
            case "canAdopt" -> true;
            case "adopt" -> ((LaunchContext) arguments[0]).under(schema);
            default -> under(schema, called.invoke(real, each(arguments)));
        });
    }

    private static Object under(ContextSchema schema, Object answer) {
        if (answer instanceof LaunchContext context) {
            return context.under(schema);
        }
        return answer instanceof Outcome<?> outcome
                ? new Outcome<>(outcome.context().under(schema), outcome.value())
                : answer;
    }

    private Object[] each(Object[] arguments) {
        if (arguments == null) {
            return null;
        }
        Object[] all = arguments.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] = own(all[i]);
        }
        return all;
    }

    private Object own(Object evil) {
        if (evil instanceof LaunchContext context) {
            return new LaunchContext(SNP, real.contextSchema(), context.values());
        }
        return evil instanceof LaunchPlan plan ? of(SNP, plan) : evil;
    }

    private static Object evil(Object own) {
        if (own instanceof LaunchContext context) {
            return new LaunchContext(TYPE, SCHEMA, context.values());
        }
        if (own instanceof LaunchPlan plan) {
            return of(TYPE, plan);
        }
        return own instanceof Outcome<?> outcome
                ? new Outcome<>((LaunchContext) evil(outcome.context()), outcome.value())
                : own;
    }

    private static LaunchPlan of(GuestType type, LaunchPlan plan) {
        return new LaunchPlan(
                type,
                plan.memory(),
                plan.ranges(),
                plan.vcpus(),
                plan.vcpusMeasured(),
                plan.policy(),
                plan.profile(),
                plan.notes());
    }
}
