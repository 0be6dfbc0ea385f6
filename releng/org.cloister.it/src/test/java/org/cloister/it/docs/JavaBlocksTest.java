// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java block of the documentation compiles. What it takes from its surroundings is declared in the line before
 * it: {@code <!-- with: GuestLauncher launcher -->}. Types of every package of the bundles need no import. A block that
 * begins with imports is a file by itself.
 */
class JavaBlocksTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)(?:^<!-- with: ([^\n]*) -->\n)?^```java\n(.*?)^```");

    @TempDir
    Path classes;

    @TestFactory
    List<DynamicTest> everyBlockCompiles() throws IOException {
        String imports = imports();
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : Pages.all()) {
            Matcher block = BLOCK.matcher(Files.readString(page));
            while (block.find()) {
                String given = block.group(1) == null ? "" : block.group(1);
                boolean whole = block.group(2).startsWith("import ");
                String source = whole
                        ? block.group(2)
                        : imports + "class Block { void block(" + given + ") throws Exception {\n" + block.group(2)
                                + "}}\n";
                String name = Pages.name(page) + ", block " + (tests.size() + 1);
                tests.add(DynamicTest.dynamicTest(
                        name, () -> assertThat(errors(source)).isEmpty()));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private List<String> errors(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
        JavaFileObject block =
                new SimpleJavaFileObject(URI.create("string:///Block.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        compiler.getTask(null, null, problems, options, null, List.of(block)).call();
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }

    /** All packages of the bundles: no simple name is used twice. */
    private static String imports() throws IOException {
        try (Stream<Path> files = Files.walk(Pages.ROOT.resolve("bundles"))) {
            Pattern source = Pattern.compile(".*/src/main/java/(.*)/[A-Z][^/]*\\.java");
            return files.map(file -> source.matcher(file.toString()))
                            .filter(Matcher::matches)
                            .map(file -> file.group(1).replace('/', '.'))
                            .distinct()
                            .sorted()
                            .map(name -> "import " + name + ".*;\n")
                            .collect(Collectors.joining())
                    + "import java.util.*;\n";
        }
    }
}
