// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cloister.testing.Needs;

/** Runs a few statements of C with this host's kernel headers. */
record CompiledHeaders(Path folder) {
    private static final Pattern UNDECLARED = Pattern.compile("[‘'](\\w+)[’'] undeclared");
    private static final Pattern LACKING = Pattern.compile("incomplete type|undefined type|no member named");

    /**
     * How it ended.
     *
     * @param lines what the program printed; none when it did not compile
     * @param errors what the compiler printed
     */
    record Outcome(List<String> lines, String errors) {
        boolean lacksStruct() {
            return LACKING.matcher(errors).find();
        }

        Set<String> undeclared() {
            return UNDECLARED
                    .matcher(errors)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .collect(Collectors.toSet());
        }
    }

    /** A compiler; the test is skipped where there is none or no headers. */
    static CompiledHeaders in(Path folder) {
        Needs.program("gcc");
        Needs.file(Path.of("/usr/include/linux/kvm.h"));
        Needs.file(Path.of("/usr/include/linux/psp-sev.h"));
        return new CompiledHeaders(folder);
    }

    Outcome run(String statements) throws IOException, InterruptedException {
        Path source = Files.createTempFile(folder, "headers", ".c");
        Path program = Path.of(source + ".bin");
        Files.writeString(source, """
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/ioctl.h>
            #include <linux/kvm.h>
            #include <linux/psp-sev.h>
            int main(void) {
            """ + statements + "return 0; }\n");
        Path errors = Path.of(source + ".errors");
        int status = call(errors, "gcc", "-o", program.toString(), source.toString());
        String said = Files.readString(errors);
        if (status != 0) {
            Outcome outcome = new Outcome(List.of(), said);
            if (!outcome.lacksStruct() && outcome.undeclared().isEmpty()) {
                throw new AssertionError(said);
            }
            return outcome;
        }
        Path printed = Path.of(source + ".printed");
        call(printed, program.toString());
        return new Outcome(Files.readAllLines(printed), "");
    }

    private static int call(Path output, String... command) throws IOException, InterruptedException {
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().put("LC_ALL", "C");
        return process.start().waitFor();
    }
}
