// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.channel.KernelStructs.Field;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every encoded struct and every number against what this host's compiler makes of its kernel headers. */
class CompiledStructsTest {
    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyStructIsTheCompilers() {
        return Stream.concat(SevSamples.all().stream(), PlatformSamples.all().stream())
                .map(sample -> DynamicTest.dynamicTest(sample.struct(), () -> check(sample)));
    }

    @TestFactory
    Stream<DynamicTest> everyNumberIsTheCompilers() {
        Map<String, Long> known = new HashMap<>();
        return KernelNumbers.all().entrySet().stream()
                .map(number -> DynamicTest.dynamicTest(number.getKey(), () -> check(number, known)));
    }

    // Compiled by the first test, not by the factory: where there is no compiler, each number is skipped by its name
    private void check(Map.Entry<String, Long> number, Map<String, Long> known) throws Exception {
        if (known.isEmpty()) {
            known.putAll(compiled(KernelNumbers.all().keySet()));
        }
        Assumptions.assumeTrue(
                known.containsKey(number.getKey()), "this host's kernel headers lack " + number.getKey());
        assertThat(known.get(number.getKey())).isEqualTo(number.getValue());
    }

    private void check(StructSample sample) throws Exception {
        CompiledHeaders.Outcome outcome = compiler().run(fieldsOf(sample));
        Assumptions.assumeFalse(
                outcome.lacksStruct(),
                () -> "this host's kernel headers lack struct " + sample.struct() + " or a field");
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String line : outcome.lines()) {
            String[] words = line.split(" ");
            fields.put(words[0], new Field(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        }
        int size = fields.remove("sizeof").size();
        sample.check(size, fields);
    }

    private static String fieldsOf(StructSample sample) {
        String struct = "struct " + sample.struct();
        String fields = sample.fields().keySet().stream()
                .map(field -> "printf(\"" + field + " %zu %zu\\n\", offsetof(" + struct + ", " + field + "), sizeof((("
                        + struct + " *) 0)->" + field + "));\n")
                .collect(Collectors.joining());
        return "printf(\"sizeof 0 %zu\\n\", sizeof(" + struct + "));\n" + fields;
    }

    private Map<String, Long> compiled(Set<String> names) throws IOException, InterruptedException {
        CompiledHeaders compiler = compiler();
        Set<String> unknown = compiler.run(numbersOf(names)).undeclared();
        Set<String> known =
                names.stream().filter(name -> !unknown.contains(name)).collect(Collectors.toSet());
        return compiler.run(numbersOf(known)).lines().stream()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> Long.parseLong(words[1])));
    }

    private static String numbersOf(Set<String> names) {
        return names.stream()
                .map(name -> "printf(\"" + name + " %llu\\n\", (unsigned long long) " + name + ");\n")
                .collect(Collectors.joining());
    }

    private CompiledHeaders compiler() {
        return CompiledHeaders.in(folder);
    }
}
