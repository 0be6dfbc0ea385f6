// SPDX-License-Identifier: Apache-2.0
package org.cloister.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Inputs that were found by fuzzing, and short ones for every parser: each ends in a result or a refusal. */
class KeptInputsTest {
    private static final Path KEPT = Path.of("src/test/resources/inputs");

    @TestFactory
    Stream<DynamicTest> keptInputs() throws IOException {
        return Files.list(KEPT)
                .sorted()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    byte[] input = Files.readAllBytes(file);
                    assertThatCode(() -> EveryParser.fuzzerTestOneInput(input)).doesNotThrowAnyException();
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyParserSurvivesNoiseOfEveryLength() {
        return IntStream.range(0, Parser.values().length)
                .mapToObj(parser -> DynamicTest.dynamicTest(Parser.values()[parser].name(), () -> {
                    Random random = new Random(parser);
                    for (int length = 1; length < 2_500; length += 7) {
                        byte[] input = new byte[length];
                        random.nextBytes(input);
                        input[0] = (byte) parser;
                        assertThatCode(() -> EveryParser.fuzzerTestOneInput(input))
                                .doesNotThrowAnyException();
                    }
                }));
    }
}
