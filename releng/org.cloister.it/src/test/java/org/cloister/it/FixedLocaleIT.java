// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.cloister.it.classes.ClassFile;
import org.junit.jupiter.api.Test;

/**
 * That no class of ours asks for the locale, the time zone or the charset that its process happens to have: frameworks
 * of others have any. What a class calls stands in the constants of its file (JVMS 4.4).
 */
class FixedLocaleIT {
    private static final Set<String> BY_PROCESS = Set.of(
            "java/lang/String.format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;",
            "java/lang/String.formatted([Ljava/lang/Object;)Ljava/lang/String;",
            "java/lang/String.toLowerCase()Ljava/lang/String;",
            "java/lang/String.toUpperCase()Ljava/lang/String;",
            "java/lang/String.getBytes()[B",
            "java/lang/String.<init>([B)V",
            "java/lang/String.<init>([BII)V",
            "java/io/PrintStream.printf(Ljava/lang/String;[Ljava/lang/Object;)Ljava/io/PrintStream;",
            "java/io/PrintStream.format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/io/PrintStream;",
            "java/io/InputStreamReader.<init>(Ljava/io/InputStream;)V",
            "java/io/OutputStreamWriter.<init>(Ljava/io/OutputStream;)V",
            "java/io/FileReader.<init>(Ljava/io/File;)V",
            "java/io/FileWriter.<init>(Ljava/io/File;)V",
            "java/nio/charset/Charset.defaultCharset()Ljava/nio/charset/Charset;",
            "java/text/DecimalFormat.<init>(Ljava/lang/String;)V",
            "java/text/SimpleDateFormat.<init>(Ljava/lang/String;)V",
            "java/text/Collator.getInstance()Ljava/text/Collator;",
            "java/time/ZoneId.systemDefault()Ljava/time/ZoneId;",
            "java/time/LocalDateTime.now()Ljava/time/LocalDateTime;",
            "java/time/LocalDate.now()Ljava/time/LocalDate;",
            "java/time/format/DateTimeFormatter.ofPattern(Ljava/lang/String;)Ljava/time/format/DateTimeFormatter;",
            "java/util/Date.toString()Ljava/lang/String;",
            "java/util/Locale.getDefault()Ljava/util/Locale;",
            "java/util/Formatter.<init>()V",
            "java/util/Scanner.<init>(Ljava/io/InputStream;)V");

    @Test
    void noClassAsksTheProcess() throws IOException {
        SortedSet<String> found = new TreeSet<>();
        for (Path jar : ours()) {
            found.addAll(calls(jar));
        }
        assertThat(found)
                .as("calls that need a Locale, a Charset or a ZoneId of their own")
                .isEmpty();
    }

    private static List<Path> ours() throws IOException {
        Path distribution = Path.of(System.getProperty("distribution"));
        try (Stream<Path> bundles = Files.list(distribution.resolve("bundle"));
                Stream<Path> libraries = Files.list(distribution.resolve("lib"))) {
            List<Path> jars = Stream.concat(bundles, libraries)
                    .filter(file -> file.getFileName().toString().matches("org\\.cloister\\..*\\.jar"))
                    .toList();
            assertThat(jars).hasSizeGreaterThan(10);
            return jars;
        }
    }

    private static List<String> calls(Path file) throws IOException {
        List<String> calls = new ArrayList<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    ClassFile.read(in).members().stream()
                            .map(ClassFile.Member::toString)
                            .filter(BY_PROCESS::contains)
                            .forEach(call -> calls.add(entry.getName() + " calls " + call));
                }
            }
        }
        return calls;
    }
}
