// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs and not every machine has. A test that lacks something is skipped, which says what it lacks.
 *
 * <p>That works only where JUnit is notified. Inside a call whose exception is asserted, "skipped" would be taken for
 * that exception; in a factory or a source of tests, none of its tests would be counted. Both are refused, on every
 * machine.
 */
public final class Needs {
    private static final List<String> ASSERTED =
            List.of("org.assertj.core.api.ThrowableAssert", "org.junit.jupiter.api.AssertThrows");
    private static final List<String> SOURCES = List.of(
            "org.junit.jupiter.engine.descriptor.TestFactoryTestDescriptor",
            "org.junit.jupiter.params.provider.MethodArgumentsProvider");
    private static final String DYNAMIC = "org.junit.jupiter.engine.descriptor.DynamicTestTestDescriptor";

    private Needs() {}

    /** Skips the test that is running unless something is there. */
    public static void that(boolean there, Supplier<String> what) {
        requireOwnTest(what.get());
        Assumptions.assumeTrue(there, () -> "needs " + what.get());
    }

    /** Skips the test that is running where a program is not on the path. */
    public static void program(String name) {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        that(there, () -> "the program " + name);
    }

    /** Skips the test that is running where a file of this machine is not there. */
    public static Path file(Path file) {
        that(Files.isReadable(file), () -> "the file " + file);
        return file;
    }

    private static void requireOwnTest(String what) {
        List<String> callers = StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName).collect(Collectors.toList()));
        if (callers.stream().anyMatch(ASSERTED::contains)) {
            throw new IllegalStateException(what + ": get it before the call whose exception is asserted");
        }
        if (!callers.contains(DYNAMIC) && callers.stream().anyMatch(SOURCES::contains)) {
            throw new IllegalStateException(what + ": get it in each test, not in what makes the tests");
        }
    }
}
