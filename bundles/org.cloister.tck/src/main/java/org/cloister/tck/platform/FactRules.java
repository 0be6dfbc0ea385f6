// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import java.util.regex.Pattern;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;

/** What a platform says about itself. */
final class FactRules {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final int TIMES = 3;

    private FactRules() {}

    static CheckBodies<PlatformSubject> bodies() {
        return new CheckBodies<PlatformSubject>()
                .of("name", FactRules::name)
                .of("facts", on -> on.facts().toString())
                .of("facts.name", FactRules::named)
                .of("facts.trust", FactRules::trust)
                .of("facts.absent", FactRules::absent)
                .of("facts.watch", FactRules::watched)
                .of("facts.limits", FactRules::limits);
    }

    private static String name(PlatformSubject on) {
        String first = on.calls().ask("name", on.vmm()::name);
        CheckEnd.require(WORD.matcher(first).matches(), "'" + first + "' is no lower-case word");
        for (int i = 1; i < TIMES; i++) {
            String next = on.calls().ask("name", on.vmm()::name);
            CheckEnd.require(first.equals(next), "first " + first + ", then " + next);
        }
        return first;
    }

    private static String named(PlatformSubject on) {
        String name = on.calls().ask("name", on.vmm()::name);
        String told = on.facts().vmm();
        CheckEnd.require(told.equals(name), "the facts are of '" + told + "', the platform is '" + name + "'");
        return name;
    }

    private static String watched(PlatformSubject on) {
        ChangeWatch watch = on.calls().ask("watchFacts", () -> on.vmm().watchFacts(() -> {}));
        on.calls().tell("ChangeWatch.close", watch::close);
        return "begun and ended";
    }

    private static String trust(PlatformSubject on) {
        PlatformFacts first = on.facts();
        for (int i = 1; i < TIMES; i++) {
            PlatformFacts next = on.facts();
            CheckEnd.require(first.trust() == next.trust(), "first " + first.trust() + ", then " + next.trust());
        }
        return first.trust().name();
    }

    private static String absent(PlatformSubject on) {
        PlatformFacts facts = on.facts();
        facts.absent().forEach((word, reason) -> {
            CheckEnd.require(!facts.offers(word), word + " is offered and absent");
            CheckEnd.require(!reason.isBlank(), word + " is absent for no reason");
        });
        return facts.absent().keySet().toString();
    }

    private static String limits(PlatformSubject on) {
        PlatformFacts facts = on.facts();
        for (String limit : new String[] {PlatformFacts.MAX_VCPUS, PlatformFacts.MAX_MEMORY}) {
            facts.number(limit).ifPresent(value -> CheckEnd.require(value > 0, limit + " is " + value));
        }
        return facts.numbers().toString();
    }
}
