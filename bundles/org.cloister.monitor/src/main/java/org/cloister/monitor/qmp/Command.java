// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A row of a table of commands. Immutable.
 *
 * @param name as in QEMU's schema
 * @param parameters what it takes, in the order of the schema
 * @param answer what the value of {@code return} looks like
 * @param action what it does; answers with the value of {@code return}
 * @param features the marks that QEMU's schema has for it (QEMU, docs/devel/qapi-code-gen.rst, "Features")
 */
public record Command(
        String name,
        List<Parameter> parameters,
        Shape answer,
        Function<Arguments, JsonElement> action,
        List<String> features) {
    /** Copies the lists and checks that all parts are there. */
    public Command {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(action, "action");
        parameters = List.copyOf(parameters);
        features = List.copyOf(features);
    }

    /** A command without a mark. */
    public Command(String name, List<Parameter> parameters, Shape answer, Function<Arguments, JsonElement> action) {
        this(name, parameters, answer, action, List.of());
    }

    /** A command that is asked for its answer and takes nothing. */
    public static Command query(String name, Shape answer, Supplier<JsonElement> question) {
        return new Command(name, List.of(), answer, arguments -> question.get());
    }

    /** A command without a result. */
    public static Command action(String name, Runnable work) {
        return new Command(name, List.of(), Shape.NOTHING, arguments -> {
            work.run();
            return new JsonObject();
        });
    }

    /** The same with something done around it. */
    public Command around(UnaryOperator<Function<Arguments, JsonElement>> wrapper) {
        return new Command(name, parameters, answer, wrapper.apply(action), features);
    }

    /** The same with marks. */
    public Command marked(String... marks) {
        return new Command(name, parameters, answer, action, List.of(marks));
    }

    Shape.Members argumentShape() {
        return Shape.object(parameters.stream()
                .map(one -> one.required()
                        ? Shape.member(one.name(), one.type().shape())
                        : Shape.optional(one.name(), one.type().shape()))
                .toArray(Shape.Member[]::new));
    }

    JsonElement run(JsonObject arguments) {
        return action.apply(Arguments.of(arguments, parameters));
    }
}
