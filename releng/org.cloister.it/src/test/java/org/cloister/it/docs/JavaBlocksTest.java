// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java block of the documentation compiles. What it takes from its surroundings is declared in the line before
 * it: {@code <!-- with: GuestLauncher launcher -->}. Types of every package that a bundle exports need no import, and
 * no other package is used: what is printed works in a framework as on a class path. A block that begins with imports
 * is a file by itself.
 */
class JavaBlocksTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)(?:^<!-- with: ([^\n]*) -->\n)?^```java\n(.*?)^```");

    private static final Pattern OURS = Pattern.compile("org\\.cloister[a-z0-9.]*");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(org\\.cloister[a-z0-9.]*)\\.[A-Z]");

    @TempDir
    Path classes;

    @Test
    void noBlockImportsWhatNoBundleExports() throws IOException {
        Set<String> exported = exported();
        for (Path page : Pages.all()) {
            IMPORT.matcher(Files.readString(page))
                    .results()
                    .forEach(found -> assertThat(exported).as(Pages.name(page)).contains(found.group(1)));
        }
    }

    @TestFactory
    List<DynamicTest> everyBlockCompiles() throws IOException {
        String imports =
                exported().stream().map(name -> "import " + name + ".*;\n").collect(Collectors.joining())
                        + "import java.nio.*;\nimport java.util.*;\nimport java.util.function.*;\n";
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

    /** All packages that bundles export: no simple name is used twice. */
    private static Set<String> exported() throws IOException {
        Set<String> exported = new TreeSet<>();
        try (Stream<Path> bundles = Files.list(Pages.ROOT.resolve("bundles"))) {
            for (Path bundle : bundles.toList()) {
                Path file = bundle.resolve("META-INF/MANIFEST.MF");
                if (Files.exists(file)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        String header = new Manifest(in).getMainAttributes().getValue("Export-Package");
                        OURS.matcher(header == null ? "" : header.replaceAll("\"[^\"]*\"", ""))
                                .results()
                                .forEach(name -> exported.add(name.group()));
                    }
                }
            }
        }
        return exported;
    }
}
