// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One example in the Javadoc of each type of a table, held against the test that runs them all. In the test an example
 * lies between {@code // Example: TypeName} and {@code // End}; the rest is as with {@link JavadocExamples}.
 *
 * @param sources the folder of the types, beginning at the project's root
 * @param types their simple names
 * @param test the file of the test, which lies in the folder of its bundle
 */
public record TypeExamples(Path sources, List<String> types, Path test) {
    private static final Pattern TYPE =
            Pattern.compile("(?ms)^/\\*\\*((?:(?!\\*/).)*)\\*/\n(?:@[^\n]*\n)*public (?:\\w+ )*(?:record|enum|class) ");

    /**
     * Examples of what a sealed interface permits, so that none can be forgotten.
     *
     * @param bundle whose name comes after {@code org.cloister.}
     * @param permitting the interface
     * @param test the class that holds the examples, in the bundle whose tests run
     */
    public static TypeExamples of(String bundle, Class<?> permitting, Class<?> test) {
        JavadocExamples one = JavadocExamples.of(bundle, permitting.getName(), test);
        List<String> types = new ArrayList<>();
        for (Class<?> type : permitting.getPermittedSubclasses()) {
            types.add(type.getSimpleName());
        }
        return new TypeExamples(one.source().getParent(), types, one.test());
    }

    /** Fails by name where a type has no example, and where its Javadoc says something else than the test. */
    public void require() throws IOException {
        Map<String, List<String>> examples = JavadocExamples.examples(test);
        List<String> missing = new ArrayList<>(types);
        missing.removeAll(examples.keySet());
        List<String> foreign = new ArrayList<>(examples.keySet());
        foreign.removeAll(types);
        if (!missing.isEmpty() || !foreign.isEmpty()) {
            throw new AssertionError(
                    test + " has no example of " + missing + ", and examples of what is no such type: " + foreign);
        }
        List<String> different = new ArrayList<>();
        for (String type : types) {
            if (!holds(type, String.join("\n", examples.get(type)))) {
                different.add(type);
            }
        }
        if (!different.isEmpty()) {
            throw new AssertionError("the Javadoc of " + different + " differs from the examples of " + test
                    + "; run this test with -Dcloister.docs=write");
        }
    }

    private boolean holds(String type, String example) throws IOException {
        Path file = JavadocExamples.ROOT.resolve(sources).resolve(type + ".java");
        String text = Files.readString(file);
        Matcher declared = TYPE.matcher(text);
        if (!declared.find()) {
            throw new AssertionError(file + " has no type with a comment");
        }
        String documented = text.substring(0, declared.start())
                + JavadocExamples.documented(declared.group(), "", example)
                + text.substring(declared.end());
        if ("write".equals(System.getProperty("cloister.docs"))) {
            Files.writeString(file, documented);
            return true;
        }
        return documented.equals(text);
    }
}
