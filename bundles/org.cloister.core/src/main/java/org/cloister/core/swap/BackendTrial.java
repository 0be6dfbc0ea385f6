// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.List;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.operate.BackendSwap;
import org.cloister.core.Backend;
import org.cloister.core.Replacement;
import org.cloister.core.Steps;
import org.cloister.core.codes.CoreCodes;

/**
 * What a new backend has to show before it gets work: that it starts, does as the old one did, and takes over the
 * guests that are there.
 */
final class BackendTrial {
    private final Replacement replacement;
    private final BackendSwap wish;
    private final Steps steps;
    private final List<String> notes;

    /** Adds what the caller should know to {@code notes}. */
    BackendTrial(Replacement replacement, BackendSwap wish, Steps steps, List<String> notes) {
        this.replacement = replacement;
        this.wish = wish;
        this.steps = steps;
        this.notes = notes;
    }

    Backend pass(Optional<Backend> old, NewBundle next) {
        steps.run("resolve", next::resolve);
        steps.run("load", () -> next.requireLoadable(steps.limits()));
        Backend backend = steps.run("start", () -> next.start(steps.limits()));
        requireType(backend);
        if (wish.canary()) {
            steps.run("canary", () -> {
                notes.addAll(CanaryRun.of(old, backend, wish.accepted(), replacement, steps.limits()));
            });
        }
        if (replacement.hasToAdopt(backend)) {
            steps.run("adopt", () -> tryAdopting(backend));
        }
        return backend;
    }

    private void requireType(Backend backend) {
        if (!backend.type().equals(wish.type())) {
            throw Problem.input(
                            CoreCodes.SWAP_TYPE,
                            "the bundle was started and brings another guest type than its manifest says")
                    .at(backend.key().owner().toString())
                    .found(backend.type())
                    .expected(wish.type())
                    .exception();
        }
    }

    private void tryAdopting(Backend backend) {
        try {
            TimedCall.run(
                    "adoption by " + backend.key().owner(), TimedCall.shorter(steps.limits(), wish.drain()), () -> {
                        replacement.tryAdopting(backend);
                        return null;
                    });
        } catch (CloisterException e) {
            if (e.problem().code().startsWith(CoreCodes.BACKEND_FAMILY)
                    || e.problem().kind() == Problem.Kind.DEFECT) {
                throw Problem.operation(
                                CoreCodes.SWAP_ADOPT, "the new backend fails to take over a guest that is there")
                        .at(backend.key().owner().toString())
                        .found(e.problem().message())
                        .exception();
            }
            throw e;
        }
    }
}
