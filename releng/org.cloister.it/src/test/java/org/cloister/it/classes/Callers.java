// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.classes;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.it.classes.ClassFile.Declared;
import org.cloister.it.classes.ClassFile.Member;

/**
 * Who calls the methods of main code: itself, or others by a contract. Others are the JDK and libraries whose types a
 * class implements, callers of exported types that it implements, Declarative Services (methods with annotations, and
 * {@code unbind}, {@code updated} and {@code remove} beside them), JMX, whoever reads an annotation, and whoever starts
 * a class by the name in a resource.
 */
final class Callers {
    private final ClassFiles files;
    private final NamingFiles naming;
    private final Set<String> exported;
    private final Map<String, Set<String>> owners = new HashMap<>();
    private final Map<String, Set<String>> heirs = new HashMap<>();

    Callers(ClassFiles files, NamingFiles naming) {
        this.files = files;
        this.naming = naming;
        this.exported = naming.exportedPackages();
        for (ClassFile file : files.all()) {
            for (Member member : file.members()) {
                add(owners, member.name() + member.type(), member.owner());
            }
            files.ancestors(file.name()).forEach(ancestor -> add(heirs, ancestor, file.name()));
        }
    }

    private static void add(Map<String, Set<String>> sets, String key, String value) {
        sets.computeIfAbsent(key, none -> new HashSet<>()).add(value);
    }

    boolean use(ClassFile file, Declared method) {
        return isMadeByCompiler(file, method)
                || isCalledByContract(file, method)
                || isCalled(file, method)
                || isInherited(file, method);
    }

    private static boolean isMadeByCompiler(ClassFile file, Declared method) {
        boolean accessor =
                file.fields().contains(method.name()) && method.type().startsWith("()");
        boolean ofEnum = file.parents().contains("java/lang/Enum")
                && method.isStatic()
                && method.name().startsWith("value");
        return method.isPrivate() || method.isSynthetic() || method.name().startsWith("<") || accessor || ofEnum;
    }

    private boolean isCalledByContract(ClassFile file, Declared method) {
        boolean gone = file.isComponent() && method.name().matches("(unbind|updated|remove)[A-Z]\\w*");
        boolean started = method.isStatic() && naming.isInResource(file);
        boolean read = file.parents().contains("java/lang/annotation/Annotation");
        return method.annotated() || gone || started || read || file.name().endsWith("MXBean");
    }

    /** Whether main code calls it, on a class that a class of ours shares with it. */
    private boolean isCalled(ClassFile file, Declared method) {
        Set<String> called = owners.getOrDefault(method.name() + method.type(), Set.of());
        return heirs.get(file.name()).stream()
                .flatMap(heir -> files.ancestors(heir).stream())
                .anyMatch(called::contains);
    }

    /** Whether a type that it implements declares it for callers outside: a foreign one, an exported one, an MXBean. */
    private boolean isInherited(ClassFile file, Declared method) {
        return files.ancestors(file.name()).stream()
                .filter(ancestor -> !ancestor.equals(file.name()))
                .anyMatch(ancestor -> files.find(ancestor)
                        .map(ours -> isForOthers(ours) && declares(ours, method))
                        .orElseGet(() -> foreign(ancestor).anyMatch(method.name()::equals)));
    }

    private boolean isForOthers(ClassFile type) {
        return exported.contains(type.packageName()) || type.name().endsWith("MXBean");
    }

    private static boolean declares(ClassFile type, Declared method) {
        return type.methods().stream()
                .anyMatch(one -> one.name().equals(method.name()) && one.type().equals(method.type()));
    }

    private static Stream<String> foreign(String name) {
        try {
            Class<?> type = Class.forName(name.replace('/', '.'), false, Callers.class.getClassLoader());
            return Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods()))
                    .map(java.lang.reflect.Method::getName);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("not on the class path of this test: " + name, e);
        }
    }
}
