// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.testing.Needs;

/** What this host's compiler makes of its kernel headers. The test is skipped where there is no compiler or header. */
record CompiledHeaders(Path folder) {
    private static final List<String> HEADERS = List.of("linux/kvm.h", "linux/psp-sev.h", "linux/sev-guest.h");

    // What an expression names and the headers lack, never the form of the program
    private static final Pattern LACKING = Pattern.compile("undeclared|incomplete type|undefined type|no member named");

    private static final Pattern ERROR = Pattern.compile("[^:]+\\.c:(\\d+):\\d+: error: (.*)");

    /** The values of expressions in C, without those that name what the headers lack. */
    Map<String, Long> values(Set<String> expressions) throws IOException, InterruptedException {
        Needs.program("gcc");
        HEADERS.forEach(header -> Needs.file(Path.of("/usr/include", header)));
        List<String> known = List.copyOf(expressions);
        while (true) {
            Set<Integer> lacking = compile(known);
            if (lacking.isEmpty()) {
                return printed(known);
            }
            List<String> tried = known;
            known = IntStream.range(0, tried.size())
                    .filter(i -> !lacking.contains(i))
                    .mapToObj(tried::get)
                    .toList();
        }
    }

    /** Compiles a program that prints them, a line each; the lines that name what the headers lack. */
    private Set<Integer> compile(List<String> expressions) throws IOException, InterruptedException {
        String head = Stream.concat(Stream.of("stddef.h", "stdio.h", "sys/ioctl.h"), HEADERS.stream())
                .map(header -> "#include <" + header + ">\n")
                .collect(Collectors.joining());
        String lines = expressions.stream()
                .map(one -> "printf(\"%llu\\n\", (unsigned long long) (" + one + "));\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("headers.c"), head + "int main(void) {\n" + lines + "return 0; }\n");
        int first = (int) head.lines().count() + 2;
        Path errors = folder.resolve("errors");
        if (call(errors, "gcc", "-w", "-o", program(), "headers.c") == 0) {
            return Set.of();
        }
        Set<Integer> lacking = Files.readAllLines(errors).stream()
                .map(ERROR::matcher)
                .filter(Matcher::matches)
                .filter(error -> LACKING.matcher(error.group(2)).find())
                .map(error -> Integer.parseInt(error.group(1)) - first)
                .collect(Collectors.toSet());
        if (lacking.isEmpty()) {
            throw new AssertionError(Files.readString(errors));
        }
        return lacking;
    }

    private Map<String, Long> printed(List<String> expressions) throws IOException, InterruptedException {
        Path output = folder.resolve("printed");
        call(output, program());
        List<String> lines = Files.readAllLines(output);
        Map<String, Long> values = new LinkedHashMap<>();
        for (int i = 0; i < expressions.size(); i++) {
            values.put(expressions.get(i), Long.parseUnsignedLong(lines.get(i)));
        }
        return values;
    }

    private String program() {
        return folder.resolve("headers").toString();
    }

    private int call(Path output, String... command) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        process.environment().put("LC_ALL", "C");
        return process.start().waitFor();
    }
}
