// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Measurement;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.Bench;
import org.cloister.tck.stage.RehearsedLaunch;
import org.cloister.tck.stage.Snapshot;
import org.cloister.tck.stage.Tap;

/** Going on with what another backend began, and letting another go on. */
final class AdoptionRules {
    private static final ContextSchema NOBODYS = new ContextSchema("org.cloister.tck.nobody", 1);

    private AdoptionRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("canAdopt.own", on -> answered(on, on.support().contextSchema(), true))
                .of("canAdopt.unknown", on -> answered(on, NOBODYS, false))
                .of("adopt.declared", AdoptionRules::declared)
                .of("adopt.effectless", AdoptionRules::effectless)
                .of("adopt.takes-over", on -> handedOver(on, other -> adopts(on, on.support(), other), true))
                .of("adopt.hands-over", on -> handedOver(on, other -> adopts(on, other, on.support()), false));
    }

    private static boolean asked(GuestTypeSubject on, ConfidentialGuestSupport support, ContextSchema schema) {
        return on.calls().ask("canAdopt", () -> support.canAdopt(schema));
    }

    private static String answered(GuestTypeSubject on, ContextSchema schema, boolean expected) {
        boolean answer = asked(on, on.support(), schema);
        CheckEnd.require(answer == expected, "for " + schema + " it is " + answer);
        return schema + ": " + answer;
    }

    private static boolean adopts(GuestTypeSubject on, ConfidentialGuestSupport by, ConfidentialGuestSupport of) {
        ContextSchema schema = on.calls().ask("contextSchema", of::contextSchema);
        return schema.equals(by.contextSchema()) || asked(on, by, schema);
    }

    /** The older versions of its own schema that it says it adopts. */
    private static List<ContextSchema> older(GuestTypeSubject on) {
        ContextSchema own = on.support().contextSchema();
        List<ContextSchema> older = new ArrayList<>();
        for (int version = 1; version < own.version(); version++) {
            ContextSchema schema = new ContextSchema(own.name(), version);
            if (asked(on, on.support(), schema)) {
                older.add(schema);
            }
        }
        if (older.isEmpty()) {
            throw CheckEnd.notApplicable("it adopts no older version of its own schema");
        }
        return older;
    }

    private static LaunchContext paused(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            return launch.toThePause().context();
        }
    }

    private static String declared(GuestTypeSubject on) {
        LaunchContext context = paused(on);
        List<ContextSchema> older = older(on);
        for (ContextSchema schema : older) {
            try {
                LaunchContext adopted =
                        on.calls().ask("adopt", () -> on.support().adopt(context.under(schema)));
                CheckEnd.require(
                        adopted.schema().equals(on.support().contextSchema()),
                        schema + " was rewritten for " + adopted.schema());
            } catch (CloisterException e) {
                continue;
            }
        }
        return older.toString();
    }

    private static String effectless(GuestTypeSubject on) {
        LaunchContext paused = paused(on);
        List<ContextSchema> older = older(on);
        for (ContextSchema schema : older) {
            LaunchContext context = paused.under(schema);
            LaunchContext before = Snapshot.of(context);
            LaunchContext first = on.calls().ask("adopt", () -> on.support().adopt(context));
            LaunchContext copy = Snapshot.of(first);
            LaunchContext second = on.calls().ask("adopt", () -> on.support().adopt(context));
            CheckEnd.require(copy.equals(second), "the second answer is another for " + schema);
            CheckEnd.require(before.equals(context), "the context was changed");
        }
        return older.toString();
    }

    private static String handedOver(
            GuestTypeSubject on, Predicate<ConfidentialGuestSupport> possible, boolean takesOver) {
        ConfidentialGuestSupport other = on.others().stream()
                .filter(possible)
                .findFirst()
                .orElseThrow(() -> CheckEnd.notApplicable("no other backend of the type is here that could"));
        Bench others = on.bench().by(other);
        Bench before = takesOver ? others : on.bench();
        Bench after = takesOver ? on.bench() : others;
        Measurement usual = LaunchCallRules.whole(on);
        try (RehearsedLaunch launch = RehearsedLaunch.of(before, on.plan(), Tap.OPEN)) {
            launch.toThePause().takenOverBy(after).finish();
            Measurement measured = launch.measure();
            CheckEnd.require(LaunchCallRules.agree(usual, measured), "measured " + measured + " instead of " + usual);
            CheckEnd.require(launch.status().ready(), "not ready");
            return other.contextSchema() + (takesOver ? " taken over" : " took over");
        }
    }
}
