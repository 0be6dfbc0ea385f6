// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A block of shell commands of {@code docs/}, run as it stands there, in a folder of its own. */
record DocumentedBlock(String text) {
    private static final Path PAGES = Path.of("..", "..", "docs");
    private static final String BEGIN = "```sh\n";
    private static final long PATIENCE_SECONDS = 300;

    /** One of {@code deploying.md}. */
    static DocumentedBlock in(String heading, String word) throws IOException {
        return of("deploying.md", heading, word);
    }

    /**
     * Finds it.
     *
     * @param file of the page
     * @param heading of the chapter that it stands in
     * @param word that it has and no block before it in that chapter
     */
    static DocumentedBlock of(String file, String heading, String word) throws IOException {
        String page = Files.readString(PAGES.resolve(file));
        int chapter = page.indexOf("\n## " + heading + "\n");
        assertThat(chapter).as(heading).isPositive();
        int begin = page.indexOf(BEGIN, chapter);
        while (begin >= 0) {
            String text = page.substring(begin + BEGIN.length(), page.indexOf("```", begin + BEGIN.length()));
            if (text.contains(word)) {
                return new DocumentedBlock(text);
            }
            begin = page.indexOf(BEGIN, begin + BEGIN.length());
        }
        throw new AssertionError("no block with " + word + " under " + heading);
    }

    /** Runs it to its end. */
    String run(Path folder) throws IOException, InterruptedException {
        return ended(shell(folder));
    }

    /** Runs a process of it to its end. */
    String ended(ProcessBuilder shell) throws IOException, InterruptedException {
        Path out = Files.createTempFile(shell.directory().toPath().getParent(), "out", null);
        Process process =
                shell.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(text + said).isZero();
        return said;
    }

    /** A process of it, not started. */
    ProcessBuilder shell(Path folder) throws IOException {
        Path tools = Files.createDirectories(folder.resolveSibling("tools"));
        tool(
                tools,
                "mvn",
                List.of(
                        System.getProperty("maven") + "/bin/mvn",
                        "-Dmaven.repo.local=" + System.getProperty("repository.local"),
                        System.getProperty("network").equals("offline=true") ? "-o" : "-ntp"));
        tool(tools, "bnd", List.of(java(), "-jar", System.getProperty("bnd")));
        tool(tools, "java", List.of(java()));
        ProcessBuilder shell = new ProcessBuilder("bash", "-euc", text).directory(folder.toFile());
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("REPOSITORY", repository().toString());
        shell.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
        return shell;
    }

    /** The repository that the build has made. */
    static Path repository() {
        Path repository = Path.of(System.getProperty("p2")).toAbsolutePath().normalize();
        assertThat(repository.resolve("content.jar")).exists();
        return repository;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A program by the name that the documentation calls it. */
    static void tool(Path tools, String name, List<String> command) throws IOException {
        Path script = tools.resolve(name);
        Files.writeString(script, "#!/bin/sh\nexec '" + String.join("' '", command) + "' \"$@\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }
}
