// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cloister.it.classes.ClassFile.Declared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * That main code has no class and no method that only tests use.
 *
 * <p>A top-level class is used when the constants of another one's file name it, when it is a component of Declarative
 * Services, or when a resource, a manifest, a list of services the start script or the build names it
 * ({@link NamingFiles}). The compiler copies compile-time constants, so a class is used too when the source of another
 * one reads a constant of it.
 *
 * <p>A method is used when main code calls it by its name and type, on its class or on one that inherits it or from
 * which it is inherited. What others call by contract does not count ({@link Callers}). Public methods of exported
 * packages are for vendors and owners, and are an exception by package; those of all others and whatever is not public
 * is looked at.
 *
 * <p>{@code releng/unused.txt} lists what is there although nothing of ours uses it, a name and the reason a line. A
 * line whose class or method is used, or gone, fails too.
 */
@TestInstance(Lifecycle.PER_CLASS)
class UnusedTest {
    private static final Path LIST = Path.of("..", "unused.txt");

    private final ClassFiles files = ClassFiles.ofBundles();
    private final NamingFiles naming = NamingFiles.ofSources();
    private final Callers callers = new Callers(files, naming);
    private final Set<String> exported = naming.exportedPackages();

    UnusedTest() throws IOException {}

    @Test
    void classesAndMethodsAreUsedOrListed() throws IOException {
        SortedSet<String> unused = new TreeSet<>(unusedClasses());
        unused.addAll(unusedMethods());
        assertThat(unused)
                .as("what no main code uses: use it, remove it with its tests, or say why in releng/unused.txt")
                .containsExactlyElementsOf(listed());
    }

    @Test
    void eachLineOfTheListGivesAReason() throws IOException {
        assertThat(Files.readAllLines(LIST)).allMatch(line -> line.startsWith("#") || line.matches("\\S+ {2,}\\S.+"));
    }

    private static Set<String> listed() throws IOException {
        SortedSet<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.startsWith("#")) {
                names.add(line.split(" ", 2)[0]);
            }
        }
        return names;
    }

    private Set<String> unusedClasses() {
        Set<String> named = new HashSet<>();
        for (ClassFile file : files.all()) {
            file.named().filter(Predicate.not(file.topLevel()::equals)).forEach(named::add);
        }
        Set<String> unused = new TreeSet<>();
        for (ClassFile file : files.all()) {
            boolean known = named.contains(file.topLevel()) || file.isComponent() || naming.name(file);
            if (file.name().equals(file.topLevel()) && !known) {
                unused.add(file.name().replace('/', '.'));
            }
        }
        return unused;
    }

    private Set<String> unusedMethods() {
        Set<String> unused = new TreeSet<>();
        for (ClassFile file : files.all()) {
            for (Declared method : file.methods()) {
                boolean forOthers = exported.contains(file.packageName()) && method.isPublic();
                if (!forOthers && !callers.use(file, method)) {
                    unused.add(file.name().replace('/', '.') + "." + method.name());
                }
            }
        }
        return unused;
    }
}
