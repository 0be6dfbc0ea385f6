// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cloister.api.Problem;

/** Options that a command does not take together, a row for each two, with the reason. */
final class ForbiddenPairs {
    private final String code;
    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(BooleanSupplier option, BooleanSupplier other, String reason) {
        boolean given() {
            return option.getAsBoolean() && other.getAsBoolean();
        }
    }

    /**
     * No pairs yet.
     *
     * @param code of the problem when two are given
     */
    ForbiddenPairs(String code) {
        this.code = code;
    }

    /**
     * Forbids two options beside each other.
     *
     * @param option whether the one is given
     * @param other whether the other is given
     */
    ForbiddenPairs forbid(BooleanSupplier option, BooleanSupplier other, String reason) {
        pairs.add(new Pair(option, other, reason));
        return this;
    }

    /** Refuses the first pair that is given. */
    void refuse() {
        pairs.stream().filter(Pair::given).findFirst().ifPresent(pair -> {
            throw Problem.input(code, pair.reason())
                    .remedy("leave one of them out")
                    .exception();
        });
    }
}
