// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A row of a table of commands. Immutable.
 *
 * @param name as in QEMU's schema
 * @param parameters what it takes, in the order of the schema
 * @param action what it does; answers with the value of {@code return}
 */
public record Command(String name, List<Parameter> parameters, Function<Arguments, JsonElement> action) {
    /** Copies the list and checks that all parts are there. */
    public Command {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(action, "action");
        parameters = List.copyOf(parameters);
    }

    /** A command that is asked for its answer and takes nothing. */
    public static Command query(String name, Supplier<JsonElement> answer) {
        return new Command(name, List.of(), arguments -> answer.get());
    }

    /** A command without a result. */
    public static Command action(String name, Runnable work) {
        return new Command(name, List.of(), arguments -> {
            work.run();
            return new JsonObject();
        });
    }

    JsonElement run(JsonObject arguments) {
        return action.apply(Arguments.of(arguments, parameters));
    }
}
