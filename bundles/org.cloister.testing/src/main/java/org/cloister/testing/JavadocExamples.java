// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The examples in the Javadoc of a type, held against the test that runs them: javadoc of JDK 17 cannot include code.
 *
 * <p>In the test an example lies between {@code // Example: name(ParameterType)} and {@code // End}. With
 * {@code -Dcloister.docs=write} the Javadoc is written again.
 *
 * @param source the type's file, beginning at the project's root
 * @param test the file of the test, which lies in the folder of its bundle
 */
public record JavadocExamples(Path source, Path test) {
    /** Tests run in the folder of their bundle. */
    static final Path ROOT = Path.of("..", "..");

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^( *)// Example: (\\S.*?)\n(.*?)\n\\1// End$");
    private static final Pattern DOCUMENTED = Pattern.compile("(?s)( *)/\\*\\*((?:(?!\\*/).)*)\\*/\n(.*?)[{;=]");
    private static final Pattern INTERFACE = Pattern.compile("(?m)^public (\\w+ )*interface ");
    private static final Pattern PRINTED = Pattern.compile("(?s)\n *\\*\n *\\* <pre>\\{@code\n.*?\n *\\* }</pre>");

    /**
     * Examples of a type.
     *
     * @param bundle whose name comes after {@code org.cloister.}
     * @param type full name of the documented type
     * @param test the class that holds the examples, in the bundle whose tests run
     */
    public static JavadocExamples of(String bundle, String type, Class<?> test) {
        Path source = Path.of("bundles", "org.cloister." + bundle, "src", "main", "java");
        return new JavadocExamples(
                source.resolve(type.replace('.', '/') + ".java"),
                Path.of("src", "test", "java").resolve(test.getName().replace('.', '/') + ".java"));
    }

    /** Fails where a public method has no example, and where the Javadoc says something else than the test. */
    public void require() throws IOException {
        Map<String, List<String>> examples = examples(test);
        List<String> wrong = new ArrayList<>(examples.keySet());
        Path file = ROOT.resolve(source);
        String text = Files.readString(file);
        String documented = documented(text, signature -> {
            if (!wrong.remove(signature)) {
                throw new AssertionError(test + " has no example of " + signature);
            }
            return String.join("\n", examples.get(signature));
        });
        if (!wrong.isEmpty()) {
            throw new AssertionError(source + " has no methods " + wrong + ", of which " + test + " has examples");
        }
        if ("write".equals(System.getProperty("cloister.docs"))) {
            Files.writeString(file, documented);
        } else if (!documented.equals(text)) {
            throw new AssertionError(source + " differs from " + test + " in the examples of "
                    + different(text, documented) + "; run this test with -Dcloister.docs=write");
        }
    }

    /** What lies in the file of a test between the marks, by what they name. */
    static Map<String, List<String>> examples(Path test) throws IOException {
        Map<String, List<String>> examples = new LinkedHashMap<>();
        Matcher example = EXAMPLE.matcher(Files.readString(test));
        while (example.find()) {
            List<String> lines = example.group(3).stripIndent().lines().toList();
            if (examples.put(example.group(2), lines) != null) {
                throw new AssertionError(test + " has two examples of " + example.group(2));
            }
        }
        return examples;
    }

    /** The source with the examples that are given for its public methods. */
    private static String documented(String text, UnaryOperator<String> examples) {
        boolean open = INTERFACE.matcher(text).find();
        return DOCUMENTED.matcher(text).replaceAll(found -> {
            Signature signature = Signature.of(found.group(3));
            return Matcher.quoteReplacement(
                    signature.named() && (open || signature.open())
                            ? documented(found.group(), found.group(1), examples.apply(signature.text()))
                            : found.group());
        });
    }

    /** A comment and what follows it, with an example in the place of the one that it has. */
    static String documented(String method, String indent, String example) {
        String star = "\n" + indent + " *";
        int end = method.indexOf("*/");
        String comment =
                PRINTED.matcher(method.substring(0, end).stripTrailing()).replaceAll("");
        if (!comment.contains("\n")) {
            comment = indent + "/**" + star + comment.substring(indent.length() + "/**".length());
        }
        int tags = comment.indexOf(star + " @");
        String before = tags < 0 ? comment : comment.substring(0, tags).replaceFirst("\n *\\*$", "");
        String printed =
                star + star + " <pre>{@code" + star + " " + example.replace("\n", star + " ") + star + " }</pre>";
        String after = tags < 0 ? "" : star + comment.substring(tags);
        return before + printed + after + "\n" + indent + " " + method.substring(end);
    }

    private static List<String> different(String text, String documented) {
        List<String> signatures = new ArrayList<>();
        Matcher now = DOCUMENTED.matcher(text);
        Matcher then = DOCUMENTED.matcher(documented);
        while (now.find() && then.find()) {
            if (!now.group().equals(then.group())) {
                signatures.add(Signature.of(now.group(3)).text());
            }
        }
        return signatures;
    }

    /**
     * A declaration.
     *
     * @param text name and types of parameters, as in {@code setMemory(MemorySlot)}; empty for anything but a method
     * @param open whether it says {@code public}
     */
    private record Signature(String text, boolean open) {
        private static final Pattern METHOD = Pattern.compile("(?s)(?<!@)\\b(\\w+)\\(([^)]*)\\)[^()]*$");

        static Signature of(String declaration) {
            Matcher method = METHOD.matcher(declaration);
            boolean type = declaration.matches("(?s).*\\b(class|interface|record|enum) .*");
            if (type || !method.find()) {
                return new Signature("", false);
            }
            String types = method.group(2).strip().replaceAll("<[^,]*>", "").replaceAll("\\s+\\w+(?=,|$)", "");
            return new Signature(method.group(1) + "(" + types + ")", declaration.contains("public "));
        }

        boolean named() {
            return !text.isEmpty();
        }
    }
}
