// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.cloister.cli.testing.JsonSchema;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code tck} makes of what the kit's processes say, and of how they end. These processes say what a test wants;
 * those of the kit run in the integration tests.
 */
class TckCommandTest {
    private static final JsonSchema SCHEMA = JsonSchema.read(Path.of("..", "..", "docs", "schema", "tck.schema.json"));
    private static final String HOME = "cloister.home";

    /** Says what stands in the file beside the bundle, and ends as its last line demands. */
    private static final String KIT = """
            package org.cloister.tck.process;
            public class KitProcess {
                public static void main(String[] words) throws Exception {
                    for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of(words[4] + ".lines"))) {
                        switch (line) {
                            case "END" -> System.exit(3);
                            case "HANG" -> Thread.currentThread().join();
                            default -> System.out.println(line);
                        }
                    }
                }
            }
            """;

    private static final String BUNDLE = "{\"bundle\":true,\"name\":\"com.example.mine\",\"version\":\"1.0.0\"}";
    private static final String PROVIDES = "{\"provides\":[\"guest type mine\"]}";
    private static final String DONE = "{\"done\":true}";

    @TempDir
    static Path kit;

    @TempDir
    Path folder;

    private String before;

    @BeforeEach
    void install() throws IOException {
        before = System.getProperty(HOME);
        Path jar = kit.resolve("lib/tck/org.cloister.tck.jar");
        if (!Files.exists(jar)) {
            Path source = Files.writeString(kit.resolve("KitProcess.java"), KIT);
            int code =
                    ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", kit.toString(), source.toString());
            assertThat(code).isZero();
            String name = "org/cloister/tck/process/KitProcess.class";
            Files.createDirectories(jar.getParent());
            Files.createDirectories(kit.resolve("bundle"));
            jar(jar, name, Files.readAllBytes(kit.resolve(name)));
        }
        System.setProperty(HOME, kit.toString());
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(HOME);
        } else {
            System.setProperty(HOME, before);
        }
    }

    private static void jar(Path file, String name, byte[] content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(name));
            jar.write(content);
        }
    }

    private String bundle(String name, String manifest, String... lines) throws IOException {
        byte[] text = ("Manifest-Version: 1.0\n" + manifest).getBytes(StandardCharsets.UTF_8);
        jar(folder.resolve(name), "META-INF/MANIFEST.MF", text);
        Files.write(folder.resolve(name + ".lines"), List.of(lines));
        return name;
    }

    private String saying(String... lines) throws IOException {
        return bundle("mine.jar", "Bundle-SymbolicName: com.example.mine\n", lines);
    }

    private static String check(String state, String name) {
        return "{" + state + "\"name\":\"" + name + "\",\"method\":\"M.m\",\"rule\":\"The rule of " + name + ".\"}";
    }

    private static String ended(String name, String status, String seen) {
        return check("", name).replace("}", ",\"status\":\"" + status + "\",\"seen\":\"" + seen + "\"}");
    }

    private static String coming(String name) {
        return check("\"coming\":true,", name);
    }

    private static String begun(String name) {
        return check("\"begun\":true,", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--call-timeout", "--timeout"})
    void nothingIsTestedInNoTime(String option) throws IOException {
        Terminal terminal = terminal();
        assertThat(terminal.run("tck", option, "0s", saying(PROVIDES, DONE))).isEqualTo(2);
        assertThat(terminal.err()).contains(option, "'0s'", "1ms or more").hasLineCount(1);
    }

    private Terminal terminal() {
        return new Terminal().folder(folder);
    }

    /** The answer as JSON, which is as the published schema says. */
    private JsonObject answer(int code, String... words) {
        Terminal terminal = terminal();
        List<String> all = new ArrayList<>(List.of("tck", "-o", "json"));
        all.addAll(List.of(words));
        assertThat(terminal.run(all.toArray(String[]::new))).as(terminal.err()).isEqualTo(code);
        JsonObject json = JsonParser.parseString(terminal.out()).getAsJsonObject();
        assertThat(SCHEMA.violations(json)).isEmpty();
        return json;
    }

    private static Stream<String> seen(JsonObject answer) {
        return answer.getAsJsonArray("bundles").asList().stream()
                .flatMap(bundle -> bundle.getAsJsonObject().getAsJsonArray("checks").asList().stream())
                .map(check -> check.getAsJsonObject())
                .map(check -> String.join(
                        " ",
                        check.get("name").getAsString(),
                        check.get("status").getAsString(),
                        check.get("seen").getAsString()));
    }

    @Test
    void whatPassesPasses() throws IOException {
        String jar = saying(
                BUNDLE,
                coming("type"),
                coming("reset"),
                begun("type"),
                ended("type", "passed", "mine"),
                PROVIDES,
                begun("reset"),
                ended("reset", "not-applicable", "the type has no GuestReset"),
                DONE);
        JsonObject answer = answer(0, jar);
        assertThat(answer.get("verdict").getAsString()).isEqualTo("pass");
        assertThat(seen(answer)).containsExactly("type passed mine", "reset not-applicable the type has no GuestReset");
        answer.addProperty("surplus", true);
        assertThat(SCHEMA.violations(answer)).singleElement().asString().contains("surplus");

        Terminal terminal = terminal();
        assertThat(terminal.run("tck", jar)).isZero();
        assertThat(terminal.out())
                .contains("com.example.mine 1.0.0: guest type mine", "1 passed, 1 not applicable")
                .endsWith("pass\n");
    }

    @Test
    void whatFailsIsToldWithItsRule() throws IOException {
        String jar = saying(BUNDLE, begun("type"), ended("type", "failed", "null"), PROVIDES, DONE);
        assertThat(answer(1, jar).get("verdict").getAsString()).isEqualTo("fail");
        Terminal terminal = terminal();
        assertThat(terminal.run("tck", jar)).isEqualTo(1);
        assertThat(terminal.out()).contains("M.m: The rule of type.").endsWith("fail\n");
    }

    @Test
    void whatEndsTheProcessFailsAndKeepsTheRestFromBeingPerformed() throws IOException {
        String jar = saying(
                BUNDLE, PROVIDES, coming("start"), coming("finish"), begun("start"), "what Java says besides", "END");
        assertThat(seen(answer(1, jar)))
                .containsExactly(
                        "start failed the process ended with code 3 while this went on: what Java says besides",
                        "finish not-performed start failed");
    }

    @Test
    void whatDoesNotEndIsEnded() throws IOException {
        String jar = saying(BUNDLE, PROVIDES, coming("start"), begun("start"), "HANG");
        assertThat(seen(answer(1, jar, "--timeout", "3s")))
                .containsExactly("start failed the process was ended after 3000 ms, while this went on");
    }

    @Test
    void aProcessThatSaysNothingTestedNothing() throws IOException {
        Terminal terminal = terminal();
        assertThat(terminal.run("tck", saying("END"))).isEqualTo(1);
        assertThat(terminal.err()).contains("nothing was tested", "mine.jar");
    }

    @Test
    void aCheckThatThereIsNotIsRefused() throws IOException {
        Terminal terminal = terminal();
        assertThat(terminal.run("tck", saying(BUNDLE, "{\"unknown\":\"typo\"}"), "--only", "typo"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--only", "typo", "docs/tck.md");
    }

    @Test
    void whatIsNotABundleIsRefusedBeforeAnythingRuns() throws IOException {
        String plain = bundle("plain.jar", "", "END");
        for (String wrong : List.of(plain, "missing.jar")) {
            Terminal terminal = terminal();
            assertThat(terminal.run("tck", wrong)).isEqualTo(2);
            assertThat(terminal.err()).contains(wrong);
            assertThat(terminal.out()).isEmpty();
        }
    }

    @Test
    void withoutTheKitBesideItTheHostIsBlamed() throws IOException {
        System.setProperty(HOME, folder.toString());
        Terminal terminal = terminal();
        assertThat(terminal.run("tck", saying(BUNDLE))).isEqualTo(3);
        assertThat(terminal.err()).contains("the kit does not lie beside this program", "bin/cloister");
    }
}
