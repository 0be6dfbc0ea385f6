// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A public type in lines: what it is, what it extends, and everything in it that others can use. */
final class Described {
    static final String PROVIDED = "@ProviderType";

    /** What every object has, and what compilers add by themselves. */
    private static final Set<String> UNTOLD = Set.of("equals", "hashCode", "toString");

    private static final Pattern JAVA_LANG = Pattern.compile("\\bjava\\.lang\\.(?=[A-Z])");

    private final Class<?> type;
    private final String role;
    private final SortedSet<String> lines = new TreeSet<>();

    private Described(Class<?> type, String role) {
        this.type = type;
        this.role = role;
    }

    /**
     * The lines of a type.
     *
     * @param role the annotation that says who implements it, or an empty string
     */
    static SortedSet<String> lines(Class<?> type, String role) throws IllegalAccessException {
        Described described = new Described(type, role);
        described.head();
        for (Field field : type.getDeclaredFields()) {
            described.field(field);
        }
        Stream.of(type.getDeclaredConstructors()).forEach(described::constructor);
        Stream.of(type.getDeclaredMethods()).forEach(described::method);
        return described.lines;
    }

    /** Without the package, which is named once above them all. */
    private void add(String... words) {
        String line = Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
        lines.add(type.getName().substring(type.getPackageName().length() + 1) + " "
                + JAVA_LANG.matcher(line).replaceAll(""));
    }

    private void head() {
        int flags = type.getModifiers()
                & ~(Modifier.INTERFACE | Modifier.STRICT | (type.isInterface() ? Modifier.ABSTRACT : 0));
        add(
                "is",
                role,
                Modifier.toString(flags),
                type.isSealed() ? "sealed" : "",
                kind(),
                parameters(type.getTypeParameters()));
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            add("extends", type.getGenericSuperclass().getTypeName());
        }
        Stream.of(type.getGenericInterfaces()).forEach(each -> add("extends", each.getTypeName()));
        if (type.isSealed()) {
            Stream.of(type.getPermittedSubclasses()).forEach(each -> add("permits", each.getName()));
        }
    }

    private String kind() {
        if (type.isAnnotation()) {
            return "annotation";
        }
        return type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    private static boolean usable(int modifiers) {
        return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }

    /** Constants of primitive types and text are copied into whoever uses them, so their value belongs to them. */
    private void field(Field field) throws IllegalAccessException {
        if (!usable(field.getModifiers()) || field.isSynthetic()) {
            return;
        }
        boolean constant = Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
        boolean copied = constant && (field.getType().isPrimitive() || field.getType() == String.class);
        add(
                Modifier.toString(field.getModifiers()),
                field.getGenericType().getTypeName(),
                field.getName(),
                copied && field.canAccess(null) ? "= " + quoted(field.get(null)) : "");
    }

    private static String quoted(Object value) {
        return String.valueOf(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private void constructor(Constructor<?> constructor) {
        if (usable(constructor.getModifiers()) && !constructor.isSynthetic() && !type.isEnum()) {
            add(modifiers(constructor), "<init>" + arguments(constructor), thrown(constructor));
        }
    }

    private void method(Method method) {
        boolean implied = type.isEnum() && Set.of("values", "valueOf").contains(method.getName());
        if (usable(method.getModifiers()) && !method.isSynthetic() && !implied && !UNTOLD.contains(method.getName())) {
            add(
                    method.isDefault() ? "default" : "",
                    modifiers(method),
                    parameters(method.getTypeParameters()),
                    method.getGenericReturnType().getTypeName(),
                    method.getName() + arguments(method),
                    thrown(method),
                    method.getDefaultValue() == null ? "" : "default " + method.getDefaultValue());
        }
    }

    private static String modifiers(Executable executable) {
        int told = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
        return Modifier.toString(executable.getModifiers() & told);
    }

    private static String arguments(Executable executable) {
        return "(" + names(executable.getGenericParameterTypes(), ", ") + ")";
    }

    private static String thrown(Executable executable) {
        Type[] types = executable.getGenericExceptionTypes();
        return types.length == 0 ? "" : "throws " + names(types, ", ");
    }

    private static String parameters(TypeVariable<?>[] variables) {
        List<String> told = Stream.of(variables)
                .map(variable -> variable.getName() + " extends " + names(variable.getBounds(), " & "))
                .toList();
        return told.isEmpty() ? "" : "<" + String.join(", ", told) + ">";
    }

    private static String names(Type[] types, String between) {
        return Stream.of(types).map(Type::getTypeName).collect(Collectors.joining(between));
    }
}
